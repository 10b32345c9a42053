"""Settings that Hydra puts together: a primary file, and those that `defaults` lists name, each in its package.

https://hydra.cc/docs/advanced/defaults_list/ says how. What a list takes from elsewhere is not known; what stands in a
package that it gives something to may be other than seen then.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from loaderlint.model import limits
from loaderlint.model.project.file import File
from loaderlint.model.project.settings_file import SettingsError, SettingsFile, entries
from loaderlint.syntax import tree

_PACKAGE = re.compile(r"#\s*@package\s+(\S+)")

#: A package of settings: the names that lead to it.
Package: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Default:
    """An entry of a defaults list: a file by its `path` below the folder of all, None where that is not told.

    The file may say itself which package it is for, within the one `around` the list; it is for `package` if it does
    not, or if the list says so (`around` is None).
    """

    path: str | None
    package: Package
    around: Package | None = None


@dataclass
class _Composition:
    """The files read so far, and the file that each of their nodes stands in."""

    load: Callable[[str], SettingsFile | None]
    at_root: bool
    homes: dict[tree.Node, File] = field(default_factory=dict)
    files: int = 0

    def config(self, path: str, package: Package, around: Package | None) -> tree.Dict:
        """Return what the file at a path gives, with all that its defaults list names (see `_Default`)."""
        file = self.load(f"{path.removesuffix('.yaml')}.yaml")
        self.files += 1
        if file is None or not isinstance(file.value, tree.Dict) or self.files > limits.SETTINGS_FILES:
            raise SettingsError
        self.homes.update((node, file) for node in tree.walk(file.tree))
        own = entries(file.value)
        group = path.rpartition("/")[0]
        here = package if around is None else _package(file, () if self.at_root else package, around)
        listed = own.pop("defaults", None)
        content = self._within(here, tree.Dict(file.value.at, tuple(own.values())), file)
        defaults = list(_defaults(listed.value, group, here)) if listed is not None else []
        if not any(default.path == "_self_" for default in defaults):
            defaults.append(_Default("_self_", ()))
        whole = tree.Dict(0, ())
        for default in defaults:
            whole = self._merged(whole, content if default.path == "_self_" else self._default(default, file), file)
        return whole

    def _default(self, default: _Default, file: File) -> tree.Dict:
        if default.path is not None:
            try:
                return self.config(default.path, default.package, default.around)
            except SettingsError:
                pass
        return self._within(default.package, tree.Dict(0, (_anything(),)), file)

    def _within(self, package: Package, content: tree.Dict, file: File) -> tree.Dict:
        """Return settings with `content` in a package of theirs."""
        for name in reversed(package):
            key = tree.Constant(content.at, name)
            content = tree.Dict(content.at, (tree.Pair(content.at, key, content),))
            self.homes.update((node, file) for node in (key, content, *content.items))
        return content

    def _merged(self, under: tree.Dict, over: tree.Dict, file: File) -> tree.Dict:
        """Return the settings of two, where those that are over others hide them."""
        found = entries(under)
        for key, pair in entries(over).items():
            below = found.get(key)
            if below is not None and isinstance(below.value, tree.Dict) and isinstance(pair.value, tree.Dict):
                pair = tree.Pair(pair.at, pair.key, self._merged(below.value, pair.value, file))
                self.homes[pair] = self.homes.get(pair.value, file)
            found[key] = pair
        whole = tree.Dict(over.at, tuple(found.values()))
        self.homes[whole] = self.homes.get(over, file)
        return whole


def composed(primary: str, load: Callable[[str], SettingsFile | None], *, at_root: bool) -> SettingsFile | None:
    """Return the settings of which the file `primary` is the first; `load` reads one by its path below their folder.

    Before Hydra 1.0, a file in a group was for the root of all settings rather than for the package of its group.

    Raises:
        SettingsError: a file holds no settings that can be read, or there are more than people write.
    """
    composition = _Composition(load, at_root)
    first = load(f"{primary.removesuffix('.yaml')}.yaml")
    if first is None:
        return None
    value = composition.config(primary, (), ())
    return SettingsFile(first.source, value, first.places, overridable=True, homes=composition.homes)


def _defaults(listed: tree.Expr, group: str, package: Package) -> Iterator[_Default]:
    """The entries of a defaults list in a file of a group and package."""
    for item in listed.items if isinstance(listed, tree.Sequence) else ():
        match item:
            case tree.Constant(value="_self_"):
                yield _Default("_self_", package)
            case tree.Constant(value=str(name)):
                folders = tuple(name.strip("/").split("/")[:-1])
                yield _Default(_below(group, name), folders if name.startswith("/") else (*package, *folders), package)
            case tree.Dict(items=(tree.Pair(key=tree.Constant(value=str(key)), value=chosen),)):
                yield from _chosen(key, chosen, group, package)
            case _:
                yield _Default(None, package)


def _chosen(key: str, chosen: tree.Expr, group: str, package: Package) -> Iterator[_Default]:
    """What `group: name` stands for, with the words before and behind the group."""
    *words, name = key.split()
    name, _, renamed = name.partition("@")
    if name.startswith("hydra/"):
        return
    below = tuple((renamed or name.strip("/")).replace("/", ".").split("."))
    inner = () if renamed == "_global_" else below if name.startswith("/") else (*package, *below)
    if "override" in words:  # of what another list has chosen before
        inner = below
    for one in chosen.items if isinstance(chosen, tree.Sequence) else (chosen,):
        match one:
            case tree.Constant(value=None):
                continue
            case tree.Constant(value=str(option)) if option != "???" and "override" not in words:
                yield _Default(_below(group, f"{name}/{option}"), inner, None if renamed else package)
            case _:
                yield _Default(None, inner)


def _below(group: str, path: str) -> str:
    return path.strip("/") if path.startswith("/") or not group else f"{group}/{path}"


def _package(file: File, usual: Package, around: Package) -> Package:
    """The package that a file is for: as its first lines say, within the one around it, or else the usual one."""
    told = _PACKAGE.search(file.source.text[: file.source.text.find("\n\n") + 1] or file.source.text)
    match told and told[1]:
        case None | "_group_":
            return usual
        case "_global_":
            return ()
        case name:
            return (*around, *name.split("."))


def _anything() -> tree.Pair:
    """An entry that nothing is known of, not even the name."""
    return tree.Pair(0, tree.Other(0, "name", ()), tree.Other(0, "composed", ()))
