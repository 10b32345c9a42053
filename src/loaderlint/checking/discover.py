"""From paths to the files to check: sorted, without what is excluded or ignored by git."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from loaderlint.checking.git_ignored import ignored_in, ignored_in_repository
from loaderlint.config import Config
from loaderlint.finding import Trouble
from loaderlint.text.gitignore_patterns import Patterns
from loaderlint.text.paths import absolute

_SUFFIXES = (".py", ".ipynb")


def discover(paths: tuple[Path, ...], config: Config) -> tuple[list[Path], list[Trouble]]:
    """Return the files to check, each once, and the paths that cannot be.

    A file that is named is checked whatever it is called; `exclude` and .gitignore apply to what directories hold.
    """
    files: dict[Path, Path] = {}
    troubles: list[Trouble] = []
    for path in paths:
        try:
            mode = path.stat().st_mode
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            why = "no such file or directory" if missing else f"cannot be read: {error.strerror}"
            troubles.append(Trouble(path.as_posix(), why))
            continue
        if stat.S_ISDIR(mode):
            for whole, found in _walk(path, config, troubles):
                files.setdefault(whole, found)
        elif stat.S_ISREG(mode):
            files.setdefault(absolute(path), path)
        else:
            troubles.append(Trouble(path.as_posix(), "neither a file nor a directory"))
    return sorted(files.values(), key=lambda p: p.as_posix()), troubles


def is_excluded(path: Path, config: Config) -> bool:
    """Whether `exclude` leaves a file of the project out where its directory is checked."""
    return _patterns(*config.exclude, *config.extend_exclude).ignores(_relative(absolute(path), config.root))


def _walk(top: Path, config: Config, troubles: list[Trouble]) -> Iterator[tuple[Path, Path]]:
    """The files below a directory, each by its absolute path and by the one that it is reached by."""
    excluded = _excluded(absolute(top), config)
    waiting = {absolute(top): ignored_in(absolute(top), config.root)}

    def note(error: OSError) -> None:
        troubles.append(Trouble(Path(error.filename).as_posix(), f"cannot be read: {error.strerror}"))

    for here, directories, names in os.walk(top, onerror=note):
        base = Path(here)
        whole = absolute(base)
        ignored = waiting.pop(whole)
        if base != top and (".git" in directories or ".git" in names):
            ignored = ignored_in_repository(whole)
        elif base != top and ".gitignore" in names:
            ignored = ignored.within(whole)
        directories[:] = (
            d
            for d in sorted(directories)
            if not excluded.says(_relative(whole / d, config.root), directory=True)
            and not ignored.covers(whole / d, directory=True)
        )
        waiting.update((whole / d, ignored) for d in directories)
        for name in sorted(names):
            if not name.endswith(_SUFFIXES) or excluded.says(_relative(whole / name, config.root)):
                continue
            if not ignored.covers(whole / name) and _is_file(base / name):
                yield whole / name, base / name


def _is_file(path: Path) -> bool:
    """Whether a path is a file, not a pipe or a device, which might never end. A link to nothing fails when read."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _excluded(top: Path, config: Config) -> Patterns:
    """The patterns of `exclude` but for those that `top` itself matches: whoever names a directory wants it checked."""
    inside = _relative(top, config.root)
    patterns = (*config.exclude, *config.extend_exclude)
    return _patterns(*(p for p in patterns if not _patterns(p).ignores(inside, directory=True)))


def _patterns(*patterns: str) -> Patterns:
    return Patterns(map(os.fsencode, patterns))


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if root in path.parents else path.name
