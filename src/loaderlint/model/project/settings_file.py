"""Files with a program's settings (YAML, JSON, TOML), read as data: the same tree as of the dict written in Python.

So what is known of dicts holds for them, and every value has its place.
"""

from __future__ import annotations

import re

from loaderlint.model.project.file import File
from loaderlint.syntax import tree
from loaderlint.syntax.places import Places
from loaderlint.text.source import Source


class SettingsError(ValueError):
    """A file that does not hold settings in its format, or more than settings files do."""


class SettingsFile(File):
    """A settings file: a module of one expression, `value`.

    Settings that are put together from several files have parts in each: `homes` are those of the nodes that stand in
    others. Of settings that are `overridable` the program's user may set others.
    """

    def __init__(
        self,
        source: Source,
        value: tree.Expr,
        found_at: Places,
        *,
        overridable: bool,
        homes: dict[tree.Node, File] | None = None,
    ) -> None:
        super().__init__(source, tree.Module(0, (tree.Evaluate(0, "", (value,)),)))
        self.value = value
        self.overridable = overridable
        self.homes = homes or {}
        self._places = found_at

    @property
    def places(self) -> Places:
        """Where the nodes stand in the text."""
        return self._places

    def home(self, node: tree.Node) -> File:
        """Return the file that a node stands in."""
        return self.homes.get(node, self)

    def referred(self, reference: tree.Other) -> tree.Expr | None:
        """Return what a value that is but a reference to another (`${data.workers}`) stands for; None for any other."""
        match reference:
            case tree.Other(kind="reference", children=(tree.Constant(value=str(text)),)):
                path = re.fullmatch(r"\$\{([\w.]+)\}", text)
                return self._at(path[1].split(".")) if path else None
        return None

    def _at(self, path: list[str]) -> tree.Expr | None:
        found: tree.Expr | None = self.value
        for name in path:
            pair = entries(found).get(name) if isinstance(found, tree.Dict) else None
            found = pair.value if pair is not None else None
        return found


def entries(settings: tree.Dict) -> dict[object, tree.Pair]:
    """Return the entries of settings by name; under itself one whose name is not known."""
    found: dict[object, tree.Pair] = {}
    for pair in settings.items:
        if pair.key is None and isinstance(pair.value, tree.Dict):
            found |= entries(pair.value)
        else:
            found[pair.key.value if isinstance(pair.key, tree.Constant) else pair] = pair
    return found
