"""Checking files: from bytes to what the rules find in them, before it is known what other files hold."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from loaderlint.config import Config
from loaderlint.edits import fix_of
from loaderlint.finding import BUILT_HERE, Finding, Location, Related, Severity, Trouble
from loaderlint.locate import location
from loaderlint.model.analysis import Analysis, Model
from loaderlint.model.file import File, Place
from loaderlint.model.loader import Loader
from loaderlint.model.meaning import ClassRef
from loaderlint.model.modules import Consulted
from loaderlint.model.project import Project
from loaderlint.outcome import ClassKey, Outcome
from loaderlint.paths import absolute, shown
from loaderlint.preset import PRESETS
from loaderlint.rule import Evidence, Problem, Rule, catalogue
from loaderlint.rules import ll901_syntax_error
from loaderlint.source import Source, SourceError, decode
from loaderlint.stack import on_deep_stack
from loaderlint.syntax import tree
from loaderlint.syntax.parse import ParseError, PlacesError, without_broken_cells


def check_files(
    paths: list[Path], config: Config, texts: Mapping[Path, bytes], done: Callable[[int], None] = lambda _: None
) -> tuple[list[Outcome], dict[str, Consulted]]:
    """Check files in this process, and return what that gave and rests on. `done` is told how many more are checked.

    `texts` holds contents that stand in for those on disk, by absolute path.
    """
    model = _model(config, texts)

    def work() -> list[Outcome]:
        outcomes = []
        for path in paths:
            outcomes.append(_check_file(model, config, path))
            model.tidy()
            done(1)
        return outcomes

    # One thread for all: the parser needs its deep stack anyway. What is built stays, or is freed without the garbage
    # collector, which takes a quarter of the time to find that out again and again.
    collects = gc.isenabled()
    gc.disable()
    try:
        return on_deep_stack(work), model.project.consulted
    finally:
        if collects:
            gc.enable()


def check_bytes(data: bytes, path: Path, config: Config) -> Outcome:
    """Check one file given as bytes, as if it stood at `path`."""
    return on_deep_stack(lambda: _check_bytes(_model(config, {}), config, path, data))


def _model(config: Config, texts: Mapping[Path, bytes]) -> Model:
    return Model(Project(config.root, texts), config.target_torch, PRESETS[config.preset])


def _check_file(model: Model, config: Config, path: Path) -> Outcome:
    try:
        return _check_bytes(model, config, path, model.project.read(path))
    except OSError as error:
        return Outcome(path, troubles=[Trouble(path.as_posix(), f"cannot be read: {error.strerror}")])


def _check_bytes(model: Model, config: Config, path: Path, data: bytes) -> Outcome:
    result = Outcome(path)
    source = Source(path, "")
    try:
        source, failures = without_broken_cells(decode(path, data))
        result.source = source
        result.findings += [(_syntax_error(source, str(e), e.line, e.column), None) for e in failures]
        file = model.project.file(source)
    except SourceError as error:
        result.findings.append((_syntax_error(source, str(error), error.line, 1), None))
    except ParseError as error:
        result.findings.append((_syntax_error(source, str(error), error.line, error.column), None))
    else:
        try:
            _run_rules(model.analysis(file), config, result)
            result.judged = True
        except PlacesError as error:
            result.troubles.append(Trouble(path.as_posix(), f"cannot be checked: {error}"))
        except Exception as error:
            why = f"internal error, please report it: {type(error).__name__}: {error}"
            result.troubles.append(Trouble(path.as_posix(), why))
    return result


def _syntax_error(source: Source, message: str, line: int, column: int) -> Finding:
    rule = ll901_syntax_error.RULE
    cell, row = source.in_cell(line)
    where = Location(shown(source.path), cell, row, column, row, column + 1)
    return Finding(rule.code, rule.name, rule.severity, message, where)


def _run_rules(analysis: Analysis, config: Config, result: Outcome) -> None:
    for loader in () if _is_test(result.path) else analysis.loaders:
        for dataset in loader.datasets():
            lineage = analysis.model.evaluator.objects.lineage(dataset.cls) if isinstance(dataset.cls, ClassRef) else []
            result.loaded |= {_class_key(c.file, c.node.at) for c in lineage}
    problems = [
        (rule, problem)
        for rule in catalogue()
        if rule.check is not None and config.enabled(rule.code)
        for problem in _problems(rule, analysis)
    ]
    result.findings += [(_finding(rule, problem, config), _orphan(problem)) for rule, problem in problems]


def _is_test(path: Path) -> bool:
    """Whether a file holds tests: the loaders that they build say nothing of those that the program will."""
    return path.name.startswith("test_") or absolute(path).parent.name in ("test", "tests")


def _problems(rule: Rule, analysis: Analysis) -> Iterator[Problem]:
    """The problems of a file. What another file builds is reported at the call that leads there.

    It is left out where the other file has the problem by itself: there it is found when that file is checked.
    """
    assert rule.check is not None
    elsewhere: dict[Place, list[Loader]] = {}
    for loader in analysis.loaders:
        if loader.is_elsewhere:
            elsewhere.setdefault(loader.place, []).append(loader)
    at_home: dict[File, set[tree.Node]] = {}  # where the other files have problems of their own
    for problem in rule.check(analysis):
        led_to = elsewhere.get(problem.place)
        if led_to is None:
            yield problem
            continue
        named = [loader for loader in led_to if any(e.place == loader.built_at for e in problem.related)]
        loader = (named or led_to)[0]
        if not any(_said(place, rule, analysis, at_home) for place in loader.way):
            built = () if named else (Evidence(loader.built_at, BUILT_HERE),)
            yield replace(problem, related=(*built, *problem.related))


def _said(place: Place, rule: Rule, analysis: Analysis, at_home: dict[File, set[tree.Node]]) -> bool:
    """Whether another file has the problem by itself, at a call on the way to a loader."""
    if place.file is analysis.file:
        return False
    assert rule.check is not None
    if place.file not in at_home:
        at_home[place.file] = {p.place.node for p in rule.check(analysis.model.analysis(place.file))}
    return not at_home[place.file].isdisjoint(tree.walk(place.node))


def _finding(rule: Rule, problem: Problem, config: Config) -> Finding:
    severity = problem.severity or rule.severity
    if rule.code in PRESETS[config.preset].raised and severity is Severity.ADVICE:
        severity = Severity.WARNING

    def where(place: Place) -> Location:
        return location(place.file.source, *place.span)

    fix, refusal = fix_of(problem, rule.fix)
    return Finding(
        rule.code,
        rule.name,
        severity,
        problem.message,
        where(problem.place),
        problem.help,
        problem.note,
        tuple(Related(where(e.place), e.message) for e in problem.related),
        rule.experiment,
        config.allowed(rule.code, fix),
        refusal,
    )


def _orphan(problem: Problem) -> ClassKey | None:
    cls = problem.unless_loaded
    return None if cls is None else _class_key(cls.file, cls.node.at)


def _class_key(file: File, at: int) -> ClassKey:
    return file.path, at
