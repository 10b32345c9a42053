"""Runs a check: spreads files over processes, and makes one result of what comes back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from loaderlint.checking.discover import discover
from loaderlint.checking.outcome import Fact, Outcome, settled
from loaderlint.checking.relevant import relevant
from loaderlint.checking.remembered import Memory
from loaderlint.checking.suppress import Suppression, find_suppressions, removal
from loaderlint.config import Config
from loaderlint.finding import Applicability, Edit, Finding, Fix, Location, Severity, Trouble
from loaderlint.model.project.modules import Consulted
from loaderlint.text.locate import location
from loaderlint.text.paths import absolute, shown
from loaderlint.text.source import Source

#: Bytes of relevant source from which starting more processes pays.
_PARALLEL_FROM = 256 * 1024

#: No contents but those on disk.
NOTHING: Mapping[Path, bytes] = {}

#: Told how many files are checked, and of how many.
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Made:
    """A loader, by the file that makes it and the ordinal of the callee there, with the programs that do so.

    It is `understood` if one of them shows all that there is to know of it.
    """

    path: str
    at: int
    programs: tuple[Path, ...]
    understood: bool


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found: findings in order of place, files that could not be read, and how many were checked.

    `loaders` are those that the files which were checked make.
    """

    findings: tuple[Finding, ...]
    troubles: tuple[Trouble, ...]
    checked: int
    loaders: tuple[Made, ...] = ()

    def fails(self, at_least: Severity) -> bool:
        """Whether a finding is as severe as `at_least` or more."""
        return any(f.severity.rank >= at_least.rank for f in self.findings)


def check_paths(
    paths: tuple[Path, ...],
    config: Config,
    *,
    jobs: int | None = None,
    texts: Mapping[Path, bytes] = NOTHING,
    memory: Memory | None = None,
    progress: Progress = lambda _done, _of: None,
) -> Result:
    """Check files and directories, in `jobs` processes (default: as many as pay), which do not change the result.

    `texts` holds contents that stand in for those on disk, by absolute path. What `memory` holds is used, as far as it
    still holds true, and what is found is added; its settings are those of `config` but for rules that `config` leaves
    out. `progress` is told now and then how many files are checked, and of how many.
    """
    named, troubles = discover(paths, config)
    contents, unread = _read(named, texts)
    troubles += unread
    around, _ = _read(discover((config.root,), config)[0], texts)
    shown_files = {absolute(path) for path in contents}
    everything = contents | {path: data for path, data in around.items() if absolute(path) not in shown_files}
    files = relevant(everything)
    memory = memory or Memory(config)
    known = memory.outcomes(files, texts)
    fresh = {path: len(data) for path, data in files.items() if path not in known}
    outcomes, consulted = _check_files(fresh, memory.config, texts, jobs, progress)
    memory.remember(outcomes, consulted)
    if outcomes and not texts:
        memory.save()
    found = {outcome.path: outcome for outcome in outcomes} | known
    return _merge([found[path] for path in files], config, troubles, set(contents))


def _read(files: list[Path], texts: Mapping[Path, bytes]) -> tuple[dict[Path, bytes], list[Trouble]]:
    """The contents of files, and those that cannot be read."""
    contents: dict[Path, bytes] = {}
    troubles = []
    for path in files:
        try:
            contents[path] = texts[absolute(path)] if texts and absolute(path) in texts else path.read_bytes()
        except OSError as error:
            troubles.append(Trouble(path.as_posix(), f"cannot be read: {error.strerror}"))
    return contents, troubles


def check_text(data: bytes, path: Path, config: Config) -> Result:
    """Check one file given as bytes, as if it stood at `path`."""
    from loaderlint.checking.checker import check_bytes

    return _merge([check_bytes(data, path, config)], config, [], {path})


def _check_files(
    sizes: dict[Path, int], config: Config, texts: Mapping[Path, bytes], jobs: int | None, progress: Progress
) -> tuple[list[Outcome], list[dict[str, Consulted]]]:
    """Check files, given with their sizes, in as many processes as pay unless `jobs` says how many."""
    if not sizes:
        return [], []
    from loaderlint.checking.checker import check_files

    paths = list(sizes)
    checked = 0

    def done(more: int) -> None:
        nonlocal checked
        checked += more
        progress(checked, len(paths))

    wanted = jobs or (min(os.cpu_count() or 1, 8) if sum(sizes.values()) >= _PARALLEL_FROM else 1)
    processes = min(wanted, len(paths))
    if processes < 2:
        outcomes, consulted = check_files(paths, config, texts, done)
        return outcomes, [consulted]
    from concurrent.futures import ProcessPoolExecutor

    # Neighbours share the modules they import, so each process gets runs of them.
    size = max(1, len(paths) // (processes * 4))
    chunks = [paths[start : start + size] for start in range(0, len(paths), size)]
    found = []
    with ProcessPoolExecutor(processes, initializer=_end_with_parent) as pool:
        try:
            with _no_interrupts():  # which the processes started here never get: they are ended from here
                futures = [pool.submit(check_files, chunk, config, texts) for chunk in chunks]
            for future in futures:
                found.append(future.result())
                done(len(found[-1][0]))
        except BaseException:
            for process in pool._processes.values():  # `kill_workers` from Python 3.14 on
                process.kill()
            raise
    return [outcome for outcomes, _ in found for outcome in outcomes], [consulted for _, consulted in found]


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Hold interrupts back, for good from processes that are started meanwhile."""
    import signal

    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with_parent() -> None:
    """Let a process of the pool end when the one that started it is gone: killed, that one tells it nothing."""
    import multiprocessing
    import signal
    import threading

    def wait() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True).start()


def _merge(results: list[Outcome], config: Config, troubles: list[Trouble], named: set[Path]) -> Result:
    """What all files of a project come to, as far as it concerns the files that are `named`."""
    known = settled({fact for result in results for fact in result.known})
    said: dict[str, list[tuple[Finding, bool]]] = {shown(path): [] for path in named}
    for finding, stands in _best(results, known):
        path = finding.location.path
        if path in said and _wanted(config, finding.code, Path(path)):
            said[path].append((finding, stands))
    checked = {result.path: result for result in results}
    asked_for = [checked.get(path) or Outcome(path) for path in sorted(named)]
    troubles += [trouble for r in asked_for for trouble in (*r.troubles, *_missing(r, config))]
    kept = [f for result in asked_for for f in _not_suppressed(result, said[shown(result.path)], config)]
    sorted_troubles = tuple(sorted(troubles, key=lambda t: (t.path, t.message)))
    return Result(_sorted(kept), sorted_troubles, len(named), _made(results, {str(absolute(path)) for path in named}))


def _made(results: list[Outcome], named: set[str]) -> tuple[Made, ...]:
    """The loaders that files make, by their absolute paths, as the programs of the project show them."""
    programs: dict[tuple[str, int], list[Path]] = {}
    understood = set()
    for result in results:
        for what, path, at in result.known:
            if what == "loader" and path in named:
                programs.setdefault((path, at), []).append(result.path)
            elif what == "understood":
                understood.add((path, at))
    return tuple(Made(*place, tuple(found), place in understood) for place, found in sorted(programs.items()))


def _best(results: list[Outcome], known: set[Fact]) -> Iterator[tuple[Finding, bool]]:
    """Yield the findings, and whether what all files show lets them stand.

    Of what several programs show at one place, one is taken: what stands before what does not, the most severe first,
    and of those equal the one whose own file holds the place.
    """
    found: dict[tuple[Location, str], dict[int, list[tuple[Finding, bool]]]] = {}
    for number, result in enumerate(results):
        for finding, doubts in result.findings:
            programs = found.setdefault((finding.location, finding.code), {})
            programs.setdefault(number, []).append((finding, known.isdisjoint(doubts)))
    for (place, _), programs in found.items():
        at_home = [n for n in programs if shown(results[n].path) == place.path]
        best = max(programs, key=lambda n: (max(map(_weight, programs[n])), n in at_home, -n))
        messages: dict[str, tuple[Finding, bool]] = {}
        for one in programs[best]:
            kept = messages.setdefault(one[0].message, one)
            if _weight(one) > _weight(kept):
                messages[one[0].message] = one
        fixes = {f.message: f.fix for n in at_home for f, _ in programs[n] if f.fix}
        for finding, stands in messages.values():
            fix = finding.fix or fixes.get(finding.message)
            yield replace(finding, fix=fix, refusal="" if fix else finding.refusal), stands


def _weight(found: tuple[Finding, bool]) -> tuple[bool, int]:
    finding, stands = found
    return stands, finding.severity.rank


def _missing(result: Outcome, config: Config) -> Iterator[Trouble]:
    """What else may be there to be found in a file whose findings stand: a line for every reason."""
    path = result.path.as_posix()
    failed: dict[str, list[str]] = {}
    for code, error in result.failed.items():
        if _wanted(config, code, result.path):
            failed.setdefault(error, []).append(code)
    for error, codes in failed.items():
        way_out = f"please report it; `--ignore {','.join(codes)}` leaves {'it' if len(codes) == 1 else 'them'} out"
        yield Trouble(path, f"not checked for {', '.join(codes)}: internal error: {error}; {way_out}")
    if result.given_up:
        often = sorted(result.given_up, key=lambda what: (-result.given_up[what], what))
        subjects = ", ".join(f"`{what}`" for what in often[:3]) + (" and others" if len(often) > 3 else "")
        count = sum(result.given_up.values())
        given_up = f"{count} question{'' if count == 1 else 's'} about {subjects} given up"
        yield Trouble(path, f"not checked in full, please report it: {given_up}")


def _sorted(findings: list[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.location, f.code, f.message)))


def _wanted(config: Config, code: str, path: Path) -> bool:
    return config.enabled(code) and not config.ignored_in(path, code)


def _not_suppressed(result: Outcome, said: list[tuple[Finding, bool]], config: Config) -> list[Finding]:
    """Return the findings that stand and that no comment silences, and one for every comment that silences nothing."""
    source = result.source
    if source is None:
        return [finding for finding, stands in said if stands]
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
    unused = [c for c in comments if c not in used]
    is_known = result.judged and not result.given_up
    if unused and is_known:
        kept += _unused(result, source, unused, config)
    return kept


def _unused(result: Outcome, source: Source, comments: list[Suppression], config: Config) -> Iterator[Finding]:
    from loaderlint.rules import catalogue, ll902_unused_ignore  # they load the model, which is seldom needed here

    rule = ll902_unused_ignore.RULE
    if not _wanted(config, rule.code, result.path):
        return
    codes = {r.code: _wanted(config, r.code, source.path) and r.code not in result.failed for r in catalogue()}
    said: list[tuple[Suppression, str]] = []
    for comment in comments:
        if comment.code and comment.code not in codes:
            said.append((comment, f"`{comment.code}` is not the code of a rule"))
        elif codes.get(comment.code, all(codes.values())):  # what did not run might find something
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
