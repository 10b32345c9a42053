"""What git ignores below a directory: as git itself says, else as the .gitignore files there say."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Protocol

from loaderlint.text.gitignore_patterns import Patterns, read_gitignore
from loaderlint.text.paths import exists

#: A repository can name programs that git is to run: none is run, and nothing is fetched.
_NO_PROGRAMS = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
_NO_FETCHING = {"GIT_ALLOW_PROTOCOL": "", "GIT_NO_LAZY_FETCH": "1"}

#: Names come as they are in the file system, not as git remembers them.
_AS_THEY_ARE = ("-c", "core.precomposeUnicode=false", "-c", "core.ignoreCase=false")
_LIST = ("ls-files", "-z", "--cached", "--others", "--exclude-standard")


class Ignored(Protocol):
    """What is ignored in a directory, and further down until a directory says otherwise."""

    def covers(self, path: Path, *, directory: bool = False) -> bool:
        """Whether a path is ignored, if none above it is."""

    def within(self, directory: Path) -> Ignored:
        """Return what is ignored in a directory of this one, which holds a .gitignore."""


def ignored_in(top: Path, root: Path) -> Ignored:
    """Return what is ignored in a directory that was named, itself apart.

    Outside a repository, the .gitignore files of a project hold as well, which lies at `root`.
    """
    above = (top, *top.parents)
    repository = next((directory for directory in above if exists(directory / ".git")), None)
    # What git ignores was named all the same, if it lists nothing there.
    if repository and (listed := _ask(top)) and listed.entries:
        return listed
    end = repository or root
    inside = above[: above.index(end) + 1] if end in above else (top,)
    return _ByPatterns(*(found for directory in reversed(inside) if (found := _outside(directory, top))))


def ignored_in_repository(directory: Path) -> Ignored:
    """Return what is ignored in a directory that is a repository by itself."""
    return _ask(directory) or _ByPatterns().within(directory)


class _Listed:
    """What git does not list in a directory is ignored there."""

    def __init__(self, directory: Path, entries: list[str]) -> None:
        self._directory = directory
        self.entries = {entry.removesuffix("/") for entry in entries}  # a repository in there ends with a slash
        self._directories: set[str] = set()
        above = self.entries
        while above := {entry.rpartition("/")[0] for entry in above} - self._directories:
            self._directories |= above

    def covers(self, path: Path, *, directory: bool = False) -> bool:
        name = path.relative_to(self._directory).as_posix()
        return name not in self.entries and not (directory and name in self._directories)

    def within(self, _: Path) -> _Listed:
        return self


def _ask(directory: Path) -> _Listed | None:
    """What git lists in a directory, None if it cannot be asked, or has anything to say besides."""
    git = shutil.which("git")
    if git is None or not Path(git).is_absolute():  # else the directory at hand might hold it
        return None
    # Where git is at work itself, as in a hook, variables tell of that repository, not of this one.
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _NO_FETCHING
    command = [git, *_NO_PROGRAMS, *_AS_THEY_ARE, *_LIST]
    try:
        done = subprocess.run(  # noqa: S603 - it is the user's git
            command, cwd=directory, env=env, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        return None
    if done.returncode or done.stderr:
        return None
    return _Listed(directory, os.fsdecode(done.stdout).split("\0")[:-1])


class _ByPatterns:
    """What the patterns of .gitignore files say, the last one of the innermost file first."""

    def __init__(self, *files: tuple[Path, Patterns]) -> None:
        self._files = files

    def covers(self, path: Path, *, directory: bool = False) -> bool:
        said = (
            patterns.says(path.relative_to(base).as_posix(), directory=directory)
            for base, patterns in reversed(self._files)
        )
        return next((ignored for ignored in said if ignored is not None), False)

    def within(self, directory: Path) -> _ByPatterns:
        return _ByPatterns(*self._files, (directory, _gitignore(directory)))


def _outside(directory: Path, top: Path) -> tuple[Path, Patterns] | None:
    """The .gitignore of a directory for what is in `top`, which lies in it, unless it ignores `top` itself."""
    patterns = _gitignore(directory)
    ignored = directory != top and patterns.ignores(top.relative_to(directory).as_posix(), directory=True)
    return None if ignored else (directory, patterns)


def _gitignore(directory: Path) -> Patterns:
    try:
        return read_gitignore((directory / ".gitignore").read_bytes())
    except OSError:
        return Patterns(())
