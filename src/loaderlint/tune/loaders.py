"""The loaders that a program's files build, as they are found in its source, and how their options are written anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from loaderlint.checking.checker import model
from loaderlint.config import Config
from loaderlint.finding import Applicability, Finding, Fix, Severity
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.project.project import Project
from loaderlint.repairs.loader_options import give, leave_out, of_others
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.repairs.to_edits import fix_of
from loaderlint.syntax import tree
from loaderlint.syntax.parse import ParseError
from loaderlint.syntax.places import PlacesError
from loaderlint.text.locate import location
from loaderlint.text.source import SourceError, decode
from loaderlint.text.stack import on_deep_stack
from loaderlint.tune.places import where_to_write

NAME = "tune"


@dataclass(frozen=True, slots=True)
class Found:
    """A loader in the source. `finding` stands for it where its place, and later its fix, are asked for."""

    loader: Loader
    finding: Finding

    def set(self, options: Mapping[str, object]) -> Finding:
        """Return the finding with the fix that gives the loader these options, or with the reason why there is none.

        An option that is None is left out.
        """
        fix, refusal = on_deep_stack(lambda: self._fix(options))
        return replace(self.finding, fix=fix, refusal=refusal)

    def where(self, options: Mapping[str, object]) -> list[str]:
        """Return where options are to be written that no fix can write, each in a sentence."""
        given = {name: value for name, value in options.items() if value is not None}
        with suppress(PlacesError):
            return on_deep_stack(lambda: [where_to_write(self.loader, name, value) for name, value in given.items()])
        return []

    def _fix(self, options: Mapping[str, object]) -> tuple[Fix | None, str]:
        return fix_of(self._repair(options), Applicability.UNSAFE)

    def _repair(self, options: Mapping[str, object]) -> Repair | Refusal:
        given = [(name, repr(value)) for name, value in options.items() if value is not None]
        out = [name for name, value in options.items() if value is None and self.loader.options[name].given]
        for name, value in given:
            found = self.loader.options.expression(name)
            if found and not isinstance(found[0], tree.Constant):
                code = tree.dotted(found[0])
                return Refusal(f"`{name}` is {f'`{code}`' if code else 'computed'}: let that be {value}")
        if (why := of_others(self.loader)) is not None:
            return why
        repairs = [give(self.loader, *given)]
        repairs += [leave_out(self.loader, *out)] if out else []
        whole = [repair for repair in repairs if isinstance(repair, Repair)]
        for repair in repairs:
            if isinstance(repair, Refusal):
                return repair
        title = " and ".join(repair.title for repair in whole)
        return Repair(title, tuple(change for repair in whole for change in repair.changes))


def find(paths: Iterable[Path], config: Config) -> list[Found]:
    """Return the loaders that files build, in the order of the files. One that cannot be parsed has none."""
    return on_deep_stack(lambda: _find(paths, config))


def _find(paths: Iterable[Path], config: Config) -> list[Found]:
    project = Project(config.root, {})
    known = model(project, config)
    found: dict[Place, Found] = {}
    for path in paths:
        try:
            file = project.file(decode(path, project.read(path)))
            loaders = known.analysis(file).loaders
            here = [
                (loader, location(file.source, *loader.place.span)) for loader in loaders if loader.made.file is file
            ]
        except (OSError, SourceError, ParseError, PlacesError):
            continue
        for loader, where in here:
            found.setdefault(loader.place, Found(loader, Finding(NAME, NAME, Severity.ADVICE, "", where)))
    return list(found.values())
