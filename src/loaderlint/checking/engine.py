"""Runs a check: spreads files over processes, and makes one result of what comes back."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from loaderlint.checking.combine import Made, combined, loaders_made
from loaderlint.checking.discover import ProjectFiles, discover
from loaderlint.checking.mentions import Mentions
from loaderlint.checking.outcome import Outcome
from loaderlint.checking.relevant import relevant
from loaderlint.checking.remembered import Memory
from loaderlint.config import Config
from loaderlint.finding import Finding, Trouble
from loaderlint.model.project.modules import Consulted
from loaderlint.projects import Projects
from loaderlint.text.paths import absolute

#: Bytes of relevant source from which starting more processes pays.
_PARALLEL_FROM = 256 * 1024

#: No contents but those on disk.
NOTHING: Mapping[Path, bytes] = {}

#: Told how many files are checked, and of how many.
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found: findings in order of place, files that could not be read, and how many were checked.

    `loaders` are those that the files which were checked make.
    """

    findings: tuple[Finding, ...]
    troubles: tuple[Trouble, ...]
    checked: int
    loaders: tuple[Made, ...] = ()


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
    """Check projects, in `jobs` processes (default: as many as pay), and return what is found in their named files.

    The whole project is looked at, whichever of its files are named; what is found in a file is the same.

    `missing` are paths that could not be looked at. `texts` holds contents that stand in for those on disk, by absolute
    path. What the memory of a project holds is used, as far as it still holds true, and what is found is added; its
    settings are those of the project but for rules that these leave out. `progress` is told now and then how many files
    are checked, and of how many.
    """
    troubles = list(missing)
    read = checked = 0
    begun: list[tuple[ProjectFiles, list[Path], Memory, dict[Path, bytes], dict[Path, Outcome]]] = []
    for project in found:
        named, files = _read(project, texts, troubles)
        read += len(named)
        memory = memory_of(project.config)
        begun.append((project, named, memory, files, memory.outcomes(files, texts)))
    wanted = sum(len(files) - len(known) for _, _, _, files, known in begun)

    def done(more: int) -> None:
        nonlocal checked
        checked += more
        progress(checked, wanted)

    findings: list[Finding] = []
    loaders: list[Made] = []
    for project, named_files, memory, files, known in begun:
        fresh = {path: len(data) for path, data in files.items() if path not in known}
        outcomes, consulted = _check_files(fresh, memory.config, texts, jobs, done)
        memory.remember(outcomes, consulted)
        if outcomes and not texts:
            memory.save()
        by_path = {outcome.path: outcome for outcome in outcomes} | known
        mentions = Mentions(project.config.root, partial(_contents, (*project.named, *project.others), texts, []))
        stand, amiss = combined({path: by_path[path] for path in files}, project.config, named_files, mentions)
        findings += stand
        troubles += amiss
        loaders += loaders_made(by_path.values(), named_files)
    return _in_order(findings, troubles, read, loaders)


def _read(
    project: ProjectFiles, texts: Mapping[Path, bytes], troubles: list[Trouble]
) -> tuple[list[Path], dict[Path, bytes]]:
    """The named files of a project that can be read, and what all those hold that are worth parsing."""
    contents = dict(_contents(project.named, texts, troubles))
    named = list(contents)
    contents |= _contents(project.others, texts, [])
    return named, relevant(dict(sorted(contents.items(), key=lambda item: absolute(item[0]))))


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


def _in_order(findings: list[Finding], troubles: list[Trouble], checked: int, loaders: list[Made]) -> Result:
    in_order = sorted(dict.fromkeys(findings), key=lambda f: (f.location, f.code, f.message))
    sorted_troubles = tuple(sorted(troubles, key=lambda t: (t.path, t.message)))
    return Result(
        tuple(in_order), sorted_troubles, checked, tuple(sorted(loaders, key=lambda made: (made.path, made.at)))
    )
