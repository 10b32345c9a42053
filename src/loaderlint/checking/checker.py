"""Checking files: from bytes to what the rules find in them, before it is known what other files hold."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from loaderlint.checking.known import is_meant, known, shared, versions
from loaderlint.checking.outcome import Outcome, Told
from loaderlint.checking.side_ways import weighed
from loaderlint.checking.unparsed import unparsed, unread
from loaderlint.config import Config
from loaderlint.finding import Finding, Location, Related, Severity, Trouble
from loaderlint.model.analysis import Analysis, Model
from loaderlint.model.inference.values import ClassRef
from loaderlint.model.libraries.own import libraries
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.modules import Consulted
from loaderlint.model.project.project import Project
from loaderlint.preset import PRESETS
from loaderlint.repairs.to_edits import fix_of
from loaderlint.rule import Problem, Rule
from loaderlint.rules import catalogue
from loaderlint.syntax.parse import ParseError, without_broken_cells
from loaderlint.syntax.places import PlacesError
from loaderlint.text.locate import location
from loaderlint.text.notebook import cells_that_never_ran
from loaderlint.text.source import Source, SourceError, decode
from loaderlint.text.stack import on_deep_stack


def check_files(
    paths: list[Path], config: Config, texts: Mapping[Path, bytes], done: Callable[[int], None] = lambda _: None
) -> tuple[list[Outcome], dict[str, Consulted]]:
    """Check files in this process, and return what that gave and rests on. `done` is told how many more are checked.

    `texts` holds contents that stand in for those on disk, by absolute path.
    """
    checker = _Checker(config, texts)

    def work() -> list[Outcome]:
        outcomes = []
        for path in paths:
            outcomes.append(checker.check(path))
            done(1)
        return outcomes

    # One thread for all: the parser needs its deep stack anyway. What is built stays, or is freed without the garbage
    # collector, which takes a quarter of the time to find that out again and again.
    collects = gc.isenabled()
    gc.disable()
    try:
        return on_deep_stack(work), checker.project.consulted
    finally:
        if collects:
            gc.enable()


def model(project: Project, config: Config) -> Model:
    """Return a model of a project under these settings."""
    known = libraries(config.libraries)
    return Model(project, config.target_torch, PRESETS[config.preset], known, config.runtime)


class _Checker:
    """Checks files one after the other; an internal error costs what it came up in, and nothing else."""

    def __init__(self, config: Config, texts: Mapping[Path, bytes]) -> None:
        self._config = config
        self.project = Project(config.root, texts)
        self._start_anew()

    def _start_anew(self) -> None:
        """Forget what was found out: after an error some of it may be half done."""
        self._model = model(self.project, self._config)

    def check(self, path: Path) -> Outcome:
        """Check a file."""
        result = Outcome(path)
        try:
            self._check(self.project.read(path), result)
        except OSError as error:
            result.troubles.append(Trouble(path.as_posix(), f"cannot be read: {error.strerror}"))
        except PlacesError as error:
            result.troubles.append(Trouble(path.as_posix(), f"cannot be checked: {error}"))
        except Exception as error:
            why = f"cannot be checked, please report it: internal error: {_described(error)}"
            result.troubles.append(Trouble(path.as_posix(), why))
            self._start_anew()
        if self.project.is_large:
            self._model.forget()
            self.project.forget()
            self._start_anew()
            gc.collect()  # some parts know each other still
        self._model.tidy()
        return result

    def _check(self, data: bytes, result: Outcome) -> None:
        source = Source(result.path, "")
        try:
            whole = decode(result.path, data)
            source, failures = without_broken_cells(whole)
            result.source = source
            idle = cells_that_never_ran(data) if failures else set()
            result.findings += [told for error in failures for told in unparsed(whole, error, self._config, idle)]
            file = self.project.file(source)
        except SourceError as error:
            result.findings += unread(result.path, error, self._config)
        except ParseError as error:
            result.findings += unparsed(source, error, self._config)
        else:
            result.known |= known(self._model.analysis(file))
            said = self._said(file, result)
            result.judged = not (said and self._model.imports.fail(file))
            result.findings += said if result.judged else []
            result.given_up = self._model.given_up()

    def _said(self, file: File, result: Outcome) -> list[Told]:
        """What the rules find. That says nothing of a program which ends before it comes to anything."""
        found: list[Told] = []
        for rule in catalogue():
            if not self._config.enabled(rule.code):
                continue
            try:
                analysis = self._model.analysis(file)
                found += [
                    Told(
                        _finding(rule, version, file, self._config),
                        doubts,
                        shared(version, file),
                        uncalled,
                    )
                    for problem, dataset in _problems(rule, analysis)
                    for version, doubts, uncalled in versions(rule, problem, dataset, analysis)
                ]
            except PlacesError:
                raise
            except Exception as error:
                result.failed[rule.code] = _described(error)
                self._start_anew()
        return found


#: What the codes of rules on speed begin with.
_SPEED = "LL5"


def _described(error: Exception) -> str:
    """An internal error in one line: its kind, what it says, and where it came up."""
    kind = type(error).__name__
    if isinstance(error, RecursionError):  # where it comes up, and what it says then, are chance
        return kind
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"{kind}: {' '.join(str(error).split())} ({Path(place.filename).name}:{place.lineno})"


def _problems(rule: Rule, analysis: Analysis) -> Iterator[tuple[Problem, ClassRef | None]]:
    """The problems that a program shows, as of `Rule.problems`: a test shows those of its own file, none of speed."""
    test = analysis.file.holds_tests
    if test and rule.code.startswith(_SPEED):
        return
    for problem, dataset in rule.problems(analysis):
        if not is_meant(problem) and not (test and problem.place.file is not analysis.file):
            yield weighed(problem, analysis), dataset


def _finding(rule: Rule, problem: Problem, program: File, config: Config) -> Finding:
    in_test = problem.place.file.holds_tests
    severity = Severity.ADVICE if in_test else problem.severity_in(rule)
    if rule.code in PRESETS[config.preset].raised and severity is Severity.ADVICE:
        severity = Severity.WARNING
    experiment = rule.experiment_of(severity)
    if not in_test:
        severity = config.severity_of(rule.code, severity)

    def where(place: Place) -> Location:
        return location(place.file.source, *place.span)

    fix, refusal = fix_of(problem.repair, rule.fix)
    return Finding(
        rule.code,
        rule.name,
        severity,
        problem.message,
        where(problem.place),
        problem.help,
        problem.note_in(rule),
        tuple(Related(where(e.place), e.message) for e in problem.evidence(program)),
        experiment,
        config.allowed(rule.code, fix),
        refusal,
    )
