"""Runs a check: spreads files over processes, and makes one result of what comes back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from loaderlint.checking.discover import ProjectFiles, discover, is_relevant
from loaderlint.checking.outcome import Outcome, settled
from loaderlint.checking.remembered import Memory
from loaderlint.checking.suppress import Suppression, find_suppressions, removal
from loaderlint.config import Config
from loaderlint.finding import Applicability, Edit, Finding, Fix, Trouble
from loaderlint.model.project.modules import Consulted
from loaderlint.projects import Projects
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
class Result:
    """What a run found: findings in order of place, files that could not be read, and how many were checked."""

    findings: tuple[Finding, ...]
    troubles: tuple[Trouble, ...]
    checked: int


def check_paths(
    paths: tuple[Path, ...],
    projects: Projects,
    *,
    jobs: int | None = None,
    texts: Mapping[Path, bytes] = NOTHING,
    memory_of: Callable[[Config], Memory] = Memory,
    progress: Progress = lambda _done, _of: None,
) -> Result:
    """Discover the files that paths stand for, and check them as `check_projects` does.

    Raises:
        ConfigError: the settings of a project cannot be used.
    """
    found, missing = discover(paths, projects)
    return check_projects(found, missing, jobs=jobs, texts=texts, memory_of=memory_of, progress=progress)


def check_projects(
    found: Iterable[ProjectFiles],
    missing: Iterable[Trouble] = (),
    *,
    jobs: int | None = None,
    texts: Mapping[Path, bytes] = NOTHING,
    memory_of: Callable[[Config], Memory] = Memory,
    progress: Progress = lambda _done, _of: None,
) -> Result:
    """Check the files of projects, in `jobs` processes (default: as many as pay), which do not change the result.

    `missing` are paths that could not be looked at. `texts` holds contents that stand in for those on disk, by absolute
    path. What the memory of a project holds is used, as far as it still holds true, and what is found is added; its
    settings are those of the project but for rules that these leave out. `progress` is told now and then how many files
    are checked, and of how many.
    """
    troubles = list(missing)
    read = checked = 0
    begun: list[tuple[Config, Memory, dict[Path, bytes], dict[Path, Outcome]]] = []
    for project in found:
        relevant = {}
        for path, data in _contents(project.files, texts, troubles):
            read += 1
            if is_relevant(data):
                relevant[path] = data
        memory = memory_of(project.config)
        begun.append((project.config, memory, relevant, memory.outcomes(relevant, texts)))
    wanted = sum(len(relevant) - len(known) for _, _, relevant, known in begun)

    def done(more: int) -> None:
        nonlocal checked
        checked += more
        progress(checked, wanted)

    findings: list[Finding] = []
    for config, memory, relevant, known in begun:
        fresh = {path: len(data) for path, data in relevant.items() if path not in known}
        outcomes, consulted = _check_files(fresh, memory.config, texts, jobs, done)
        memory.remember(outcomes, consulted)
        if outcomes and not texts:
            memory.save()
        by_path = {outcome.path: outcome for outcome in outcomes} | known
        findings += _kept([by_path[path] for path in relevant], config, troubles)
    return _in_order(findings, troubles, read)


def check_text(data: bytes, path: Path, config: Config) -> Result:
    """Check one file given as bytes, as if it stood at `path`."""
    from loaderlint.checking.checker import check_bytes

    troubles: list[Trouble] = []
    return _in_order(_kept([check_bytes(data, path, config)], config, troubles), troubles, 1)


def _contents(
    files: Iterable[Path], texts: Mapping[Path, bytes], troubles: list[Trouble]
) -> Iterator[tuple[Path, bytes]]:
    for path in files:
        try:
            yield path, texts[absolute(path)] if texts and absolute(path) in texts else path.read_bytes()
        except OSError as error:
            troubles.append(Trouble(path.as_posix(), f"cannot be read: {error.strerror}"))


def _check_files(
    sizes: dict[Path, int],
    config: Config,
    texts: Mapping[Path, bytes],
    jobs: int | None,
    done: Callable[[int], None],
) -> tuple[list[Outcome], list[dict[str, Consulted]]]:
    """Check files, given with their sizes, in as many processes as pay unless `jobs` says how many."""
    if not sizes:
        return [], []
    from loaderlint.checking.checker import check_files

    paths = list(sizes)
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


def _kept(results: list[Outcome], config: Config, troubles: list[Trouble]) -> list[Finding]:
    """The findings of a project that stand once all of its files are checked; what is amiss is added to `troubles`."""
    known = settled({fact for result in results for fact in result.known})
    said: dict[str, list[tuple[Finding, bool]]] = {shown(r.path): [] for r in results}
    for result in results:
        troubles += [*result.troubles, *_missing(result, config)]
        for finding, doubts in result.findings:
            # What one file makes of another is said in that one, if it is checked as well.
            if finding.location.path in said and _wanted(config, finding.code, Path(finding.location.path)):
                said[finding.location.path].append((finding, known.isdisjoint(doubts)))
    return [f for result in results for f in _not_suppressed(result, said[shown(result.path)], config)]


def _in_order(findings: list[Finding], troubles: list[Trouble], checked: int) -> Result:
    return Result(_each_once(findings), tuple(sorted(troubles, key=lambda t: (t.path, t.message))), checked)


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


def _each_once(findings: list[Finding]) -> tuple[Finding, ...]:
    """Sort findings; of what several files say of one place, keep what is most severe."""
    order = sorted(dict.fromkeys(findings), key=lambda f: (f.location, f.code, f.message, -f.severity.rank))
    kept: dict[object, Finding] = {}
    for finding in order:
        kept.setdefault((finding.location, finding.code, finding.message), finding)
    return tuple(kept.values())


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
