"""From files to findings."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from loaderlint.config import Config
from loaderlint.discover import discover, is_relevant
from loaderlint.edits import fix_of, needed
from loaderlint.finding import Applicability, Edit, Finding, Fix, Location, Related, Severity, Trouble
from loaderlint.locate import location
from loaderlint.model.analysis import Analysis, Model
from loaderlint.model.file import File, Place
from loaderlint.model.loader import Loader
from loaderlint.model.meaning import ClassRef
from loaderlint.model.project import Project
from loaderlint.paths import absolute, shown
from loaderlint.preset import PRESETS
from loaderlint.repair import Repair
from loaderlint.rule import Evidence, Problem, Rule, catalogue
from loaderlint.rules import ll901_syntax_error, ll902_unused_ignore
from loaderlint.source import Source, SourceError, decode
from loaderlint.stack import on_deep_stack
from loaderlint.suppress import Suppression, find_suppressions, removal
from loaderlint.syntax import tree
from loaderlint.syntax.parse import ParseError, spans, without_broken_cells

#: Bytes of relevant source from which starting more processes pays.
_PARALLEL_FROM = 1024 * 1024

#: No contents but those on disk.
NOTHING: Mapping[Path, bytes] = {}

#: A dataset class, across processes: its file and its ordinal there.
_ClassKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found: findings in order of place, files that could not be read, and how many were checked."""

    findings: tuple[Finding, ...]
    troubles: tuple[Trouble, ...]
    checked: int

    def fails(self, at_least: Severity) -> bool:
        """Whether a finding is as severe as `at_least` or more."""
        return any(f.severity.rank >= at_least.rank for f in self.findings)


@dataclass(slots=True)
class _FileResult:
    """The findings of one file, before it is known what loaders other files build; `judged` if the rules were run."""

    path: Path
    findings: list[tuple[Finding, _ClassKey | None]] = field(default_factory=list)
    loaded: set[_ClassKey] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    source: Source | None = None
    judged: bool = False


def check_paths(
    paths: tuple[Path, ...], config: Config, *, jobs: int | None = None, texts: Mapping[Path, bytes] = NOTHING
) -> Result:
    """Check files and directories, in `jobs` processes (default: as many as pay), which do not change the result.

    `texts` holds contents that stand in for those on disk, by absolute path.
    """
    files, troubles = discover(paths, config)
    relevant: list[Path] = []
    read = size = 0
    for path in files:
        try:
            data = texts.get(absolute(path)) or path.read_bytes()
        except OSError as error:
            troubles.append(Trouble(path.as_posix(), f"cannot be read: {error.strerror}"))
            continue
        read += 1
        if is_relevant(data):
            relevant.append(path)
            size += len(data)
    processes = jobs or (min(os.cpu_count() or 1, 8) if size >= _PARALLEL_FROM else 1)
    results = _check_files(relevant, config, texts, min(processes, len(relevant)))
    return _merge(results, config, troubles, read)


def check_text(data: bytes, path: Path, config: Config) -> Result:
    """Check one file given as bytes, as if it stood at `path`."""
    result = on_deep_stack(lambda: _check_bytes(_model(config, NOTHING), config, path, data))
    return _merge([result], config, [], 1)


def _model(config: Config, texts: Mapping[Path, bytes]) -> Model:
    return Model(Project(config.root, texts), config.target_torch, PRESETS[config.preset])


def _check_files(paths: list[Path], config: Config, texts: Mapping[Path, bytes], processes: int) -> list[_FileResult]:
    if processes < 2:
        return _check_in_place(paths, config, texts)
    # Neighbours share the modules they import, so each process gets runs of them.
    size = max(1, len(paths) // (processes * 4))
    chunks = [paths[start : start + size] for start in range(0, len(paths), size)]
    with ProcessPoolExecutor(processes) as pool:
        done = pool.map(_check_in_place, chunks, [config] * len(chunks), [texts] * len(chunks))
        return [result for chunk in done for result in chunk]


def _check_in_place(paths: list[Path], config: Config, texts: Mapping[Path, bytes]) -> list[_FileResult]:
    model = _model(config, texts)
    # One thread for all: the parser needs its deep stack anyway.
    return on_deep_stack(lambda: [_check_file(model, config, path) for path in paths])


def _check_file(model: Model, config: Config, path: Path) -> _FileResult:
    try:
        return _check_bytes(model, config, path, model.project.read(path))
    except OSError as error:
        return _FileResult(path, troubles=[Trouble(path.as_posix(), f"cannot be read: {error.strerror}")])


def _check_bytes(model: Model, config: Config, path: Path, data: bytes) -> _FileResult:
    result = _FileResult(path)
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
        except Exception as error:
            why = f"internal error, please report it: {type(error).__name__}: {error}"
            result.troubles.append(Trouble(path.as_posix(), why))
    return result


def _syntax_error(source: Source, message: str, line: int, column: int) -> Finding:
    rule = ll901_syntax_error.RULE
    cell, row = source.in_cell(line)
    where = Location(shown(source.path), cell, row, column, row, column + 1)
    return Finding(rule.code, rule.name, rule.severity, message, where)


def _run_rules(analysis: Analysis, config: Config, result: _FileResult) -> None:
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
    offsets = _offsets(_places(p for _, p in problems))
    for rule, problem in problems:
        orphan = problem.unless_loaded
        key = None if orphan is None else _class_key(orphan.file, orphan.node.at)
        result.findings.append((_finding(rule, problem, offsets, config), key))


def _is_test(path: Path) -> bool:
    """Whether a file holds tests: the loaders that they build say nothing of those that the program will."""
    return path.name.startswith("test_") or path.parent.name in ("test", "tests")


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
            built = () if named else (Evidence(loader.built_at, "the loader is built here"),)
            yield replace(problem, related=(*built, *problem.related))


def _said(place: Place, rule: Rule, analysis: Analysis, at_home: dict[File, set[tree.Node]]) -> bool:
    """Whether another file has the problem by itself, at a call on the way to a loader."""
    if place.file is analysis.file:
        return False
    assert rule.check is not None
    if place.file not in at_home:
        at_home[place.file] = {p.place.node for p in rule.check(analysis.model.analysis(place.file))}
    return not at_home[place.file].isdisjoint(tree.walk(place.node))


def _places(problems: Iterable[Problem]) -> Iterator[Place]:
    for problem in problems:
        yield problem.place
        yield from (evidence.place for evidence in problem.related)
        if isinstance(problem.repair, Repair):
            yield from needed(problem.repair)


def _offsets(places: Iterable[Place]) -> dict[Place, tuple[int, int]]:
    wanted: dict[File, list[Place]] = {}
    for place in places:
        wanted.setdefault(place.file, []).append(place)
    found = {}
    for file, here in wanted.items():
        offsets = spans(file.source, {p.node.at for p in here})
        found.update({place: offsets[place.node.at] for place in here})
    return found


def _finding(rule: Rule, problem: Problem, offsets: dict[Place, tuple[int, int]], config: Config) -> Finding:
    severity = problem.severity or rule.severity
    if rule.code in PRESETS[config.preset].raised and severity is Severity.ADVICE:
        severity = Severity.WARNING

    def where(place: Place) -> Location:
        return location(place.file.source, *offsets[place])

    fix, refusal = fix_of(problem, offsets)
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


def _class_key(file: File, at: int) -> _ClassKey:
    return absolute(file.source.path).as_posix(), at


def _merge(results: list[_FileResult], config: Config, troubles: list[Trouble], checked: int) -> Result:
    loaded: set[_ClassKey] = set().union(*(r.loaded for r in results))
    said: dict[str, list[tuple[Finding, bool]]] = {shown(r.path): [] for r in results}
    for result in results:
        troubles += result.troubles
        for finding, orphan in result.findings:
            # What one file makes of another is said in that one, if it is checked as well.
            if finding.location.path in said and _wanted(config, finding.code, Path(finding.location.path)):
                said[finding.location.path].append((finding, orphan is None or orphan not in loaded))
    kept = [f for result in results for f in _not_suppressed(result, said[shown(result.path)], config)]
    return Result(_each_once(kept), tuple(sorted(troubles, key=lambda t: (t.path, t.message))), checked)


def _each_once(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort findings; of what several files say of one place, keep what is most severe."""
    order = sorted(dict.fromkeys(findings), key=lambda f: (f.location, f.code, f.message, -f.severity.rank))
    kept: dict[object, Finding] = {}
    for finding in order:
        kept.setdefault((finding.location, finding.code, finding.message), finding)
    return tuple(kept.values())


def _wanted(config: Config, code: str, path: Path) -> bool:
    return config.enabled(code) and not config.ignored_in(path, code)


def _not_suppressed(result: _FileResult, said: list[tuple[Finding, bool]], config: Config) -> list[Finding]:
    """Return the findings that stand and that no comment silences, and one for every comment that silences nothing."""
    source = result.source
    if source is None:
        return [finding for finding, _ in said]
    comments = find_suppressions(source)
    kept = []
    used = set()
    for finding, stands in said:
        where = finding.location
        first, last = (source.in_text(where.cell, line) for line in (where.line, where.end_line))
        hiding = [c for c in comments if c.covers(finding.code, first, last)]
        used.update(hiding)
        if stands and not hiding:
            kept.append(finding)
    if result.judged and _wanted(config, ll902_unused_ignore.RULE.code, result.path):
        kept += _unused(source, [c for c in comments if c not in used], config)
    return kept


def _unused(source: Source, comments: list[Suppression], config: Config) -> Iterator[Finding]:
    rule = ll902_unused_ignore.RULE
    codes = {r.code: _wanted(config, r.code, source.path) for r in catalogue()}
    said: list[tuple[Suppression, str]] = []
    for comment in comments:
        if comment.code and comment.code not in codes:
            said.append((comment, f"`{comment.code}` is not the code of a rule"))
        elif codes.get(comment.code, all(codes.values())):  # what is switched off might find something
            what = f"`{comment.code}` finds no problem" if comment.code else "no rule finds a problem"
            said.append((comment, f"nothing to ignore: {what} here"))
    for comment, message in said:
        begin = source.offset_of_line(comment.line) - 1
        where = location(source, begin + comment.column, begin + comment.end_column)
        # The same for all codes of a comment, so that they go together.
        gone = {c.code for c, _ in said if (c.line, c.column) == (comment.line, comment.column)}
        start, end, text = removal(source, comment, gone)
        fix = Fix("remove it", Applicability.SAFE, (Edit(location(source, start, end), text),))
        yield Finding(
            rule.code, rule.name, rule.severity, message, where, "remove it", fix=config.allowed(rule.code, fix)
        )
