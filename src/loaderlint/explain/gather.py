"""Gathers what the model knows of loaders, from every program that makes them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from loaderlint.checking.checker import model
from loaderlint.checking.combine import Made
from loaderlint.checking.discover import discover
from loaderlint.explain import told
from loaderlint.explain.callers import Callers
from loaderlint.explain.causes import Causes
from loaderlint.explain.words import code, dataset, value, where
from loaderlint.finding import Trouble
from loaderlint.model.inference.reasons import Reason
from loaderlint.model.inference.values import Const, Instance, Meaning, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.loaders.datasets import wrapped
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.project.project import Project
from loaderlint.model.training.named_role import Named
from loaderlint.model.training.role import Role
from loaderlint.model.training.usage import Use
from loaderlint.model.understanding import Sighting, lost_epochs, on_ways, sightings
from loaderlint.projects import Projects
from loaderlint.rules import catalogue
from loaderlint.syntax.parse import ParseError, without_broken_cells
from loaderlint.syntax.places import PlacesError
from loaderlint.text.paths import shown
from loaderlint.text.source import SourceError, decode
from loaderlint.text.stack import on_deep_stack


def explained(loaders: tuple[Made, ...], projects: Projects, texts: Mapping[Path, bytes]) -> told.Explanation:
    """Return what is told of loaders that a check has seen, while `texts` stand in for what is on disk."""
    by_project: dict[Path, list[Made]] = {}
    for made in loaders:
        by_project.setdefault(projects.of(Path(made.path)).root, []).append(made)

    def work() -> told.Explanation:
        found = [_Gatherer(projects, root, texts).loaders(seen) for root, seen in by_project.items()]
        told_of = sorted((loader for each in found for loader in each.loaders), key=lambda loader: loader.place)
        return told.Explanation(tuple(told_of), tuple(trouble for each in found for trouble in each.troubles))

    return on_deep_stack(work)


class _Gatherer:
    def __init__(self, projects: Projects, root: Path, texts: Mapping[Path, bytes]) -> None:
        config = projects.at(root)
        self._project = Project(config.root, texts)
        self._model = model(self._project, config)
        callers = Callers(self._model.evaluator, self._project, lambda: _files(root, projects))
        self._causes = Causes(self._model.evaluator, self._project, callers)
        self._needs = {rule.code: rule.needs for rule in catalogue() if config.enabled(rule.code)}
        self._seen: dict[Path, dict[tuple[str, int], list[Sighting]]] = {}

    def loaders(self, loaders: list[Made]) -> told.Explanation:
        """Return what is told of loaders."""
        found: list[told.Loader] = []
        troubles: dict[Trouble, None] = {}
        for made in loaders:
            try:
                found += self._loader(made)
            except (PlacesError, ParseError, SourceError, OSError) as error:
                troubles[Trouble(shown(Path(made.path)), f"cannot be explained: {error}")] = None
        return told.Explanation(tuple(found), tuple(troubles))

    def _loader(self, made: Made) -> Iterator[told.Loader]:
        """What is told of one; nothing if it is there no more."""
        ways: dict[told.View, list[told.Way]] = {}
        place: Place | None = None
        every = (self._sightings(program).get((made.path, made.at), ()) for program in made.programs)
        for sighting in on_ways(list(chain.from_iterable(every))):
            place = sighting.loader.place
            _, *calls = sighting.loader.way
            way = told.Way(shown(sighting.program.file.source.path), tuple(map(where, calls)))
            ways.setdefault(self._view(sighting), []).append(way)
        if place is not None:
            views = (replace(view, ways=tuple(dict.fromkeys(found))) for view, found in ways.items())
            yield told.Loader(code(place), where(place), tuple(views))

    def _sightings(self, program: Path) -> dict[tuple[str, int], list[Sighting]]:
        """The loaders that a program makes, by file and ordinal."""
        if program not in self._seen:
            source, _ = without_broken_cells(decode(program, self._project.read(program)))
            found = sightings(self._model.analysis(self._project.file(source)))
            self._seen[program] = {(place.file.path, place.node.at): ways for place, ways in found.items()}
        return self._seen[program]

    def _view(self, sighting: Sighting) -> told.View:
        """What is told of a loader, without the way to it."""
        loader = sighting.loader
        analysis = self._model.analysis(sighting.program.file)
        return told.View(
            (),
            tuple(_option(loader, name) for name in loader.options.names),
            tuple(self._wrapped(loader)),
            tuple(dataset(analysis, one) for one in loader.datasets()),
            (*(_use(sighting, use) for use in sighting.uses), *_sampled(sighting)),
            sighting.idle.value if sighting.idle else "",
            _named(sighting.named) if sighting.named else None,
            tuple(self._unknown(sighting)),
        )

    def _wrapped(self, loader: Loader) -> Iterator[told.Said]:
        """The datasets behind the wrappers that a loader is given."""
        given = loader["dataset"].values
        for one in expand(given, partial(wrapped, self._model.evaluator), mark):
            if one not in given and isinstance(one, Instance):
                yield value(one)

    def _unknown(self, sighting: Sighting) -> Iterator[told.Unknown]:
        """What is not known, once for every reason, and the rules that need it."""
        by_reason: dict[told.Said, list[str]] = {}
        for part, reason in sighting.lost():
            by_reason.setdefault(self._why(reason, sighting), []).append(part)
        for why, parts in by_reason.items():
            silent = [code for code, needs in self._needs.items() if not set(needs).isdisjoint(parts)]
            yield told.Unknown(tuple(parts), why, tuple(silent))

    def _why(self, reason: Reason, sighting: Sighting) -> told.Said:
        place = reason.place or sighting.loader.place
        return told.Said(f"`{code(place)}`: {self._causes.said_of(reason, sighting.way)}", where(place))


def _option(loader: Loader, name: str) -> told.Option:
    option = loader[name]
    values = tuple(dict.fromkeys(_value(loader, one) for one in option.values))
    given = None if option.place is None else where(option.place)
    return told.Option(name, values, given, option.given is False)


def _value(loader: Loader, one: Meaning) -> told.Said:
    """A value that an option can have; of a default there is no code to show."""
    told_of = value(one)
    is_default = isinstance(one, Const) and one.place.node is loader.call
    return told.Said(f"{told_of.text} by default") if is_default else told_of


def _use(sighting: Sighting, use: Use) -> told.Use:
    lost = lost_epochs(sighting.program.evaluator, use)
    if use.epochs is not None:
        often = told.Said("again and again", where(Place(use.epochs.file, use.epochs.node)))
    elif use.repeated:
        often = told.Said("in every epoch of a trainer" if use.loop is None else "again and again")
    else:
        often = told.Said("once" if lost is None else lost.text)
    return told.Use(_role(sighting, use.role), where(use.place), often)


def _sampled(sighting: Sighting) -> Iterator[told.Use]:
    """What a loader is for from which batches are taken by hand, where that is known."""
    sampled = sighting.sampled
    role = _role(sighting, sampled.role) if sampled is not None else ""
    if sampled is not None and role != Role.UNKNOWN.value:
        yield told.Use(role, where(sampled.place), told.Said("batches are taken by hand, with `next`"))


def _role(sighting: Sighting, role: Role) -> str:
    return "reading" if role is Role.UNKNOWN and sighting.only_reads else role.value


def _files(root: Path, projects: Projects) -> Iterator[Path]:
    """The files of a project."""
    found, _ = discover((root,), projects)
    return (path for project in found for path in project.named)


def _named(named: Named) -> told.Said:
    return told.Said(f"for {named.role.value}, to judge by the name `{named.name}` alone", where(named.place))
