"""From paths to the files to check: sorted, without what is excluded or ignored by git."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

from loaderlint.config import Config
from loaderlint.finding import Trouble

#: A file without any of these bytes builds no loader, calls no `get_loader()` or the like, defines no dataset and
#: suppresses nothing: it is not parsed.
_MARKERS = re.compile(rb"DataLoader|Dataset|loaderlint:|[Ll]oaders?\(")

_SUFFIXES = (".py", ".ipynb")


def discover(paths: tuple[Path, ...], config: Config) -> tuple[list[Path], list[Trouble]]:
    """Return the files to check, each once, and the paths that do not exist.

    A file that is named is checked whatever it is called; `exclude` and .gitignore apply to what is found in directories.
    """
    files: dict[Path, Path] = {}
    troubles = []
    for path in paths:
        if path.is_dir():
            for found in _walk(path, config):
                files.setdefault(found.absolute(), found)
        elif path.exists():
            files.setdefault(path.absolute(), path)
        else:
            troubles.append(Trouble(path.as_posix(), "no such file or directory"))
    return sorted(files.values(), key=lambda p: p.as_posix()), troubles


def is_relevant(data: bytes) -> bool:
    """Whether the bytes of a file can hold anything that a rule looks at."""
    return _MARKERS.search(data) is not None


def _walk(top: Path, config: Config) -> Iterator[Path]:
    excluded = GitIgnoreSpec.from_lines((*config.exclude, *config.extend_exclude))
    ignores = _gitignores_above(top, config.root)

    def keep(path: Path, *, directory: bool) -> bool:
        slash = "/" if directory else ""
        if excluded.match_file(_relative(path, config.root) + slash):
            return False
        ignored = False
        for base, spec in ignores:
            if base in path.parents:
                result = spec.check_file(path.relative_to(base).as_posix() + slash)
                ignored = ignored if result.include is None else result.include
        return not ignored

    for here, directories, names in os.walk(top):
        base = Path(here)
        if base != top:
            ignores += _gitignore(base.absolute())
        directories[:] = sorted(d for d in directories if keep(base.absolute() / d, directory=True))
        for name in sorted(names):
            if name.endswith(_SUFFIXES) and keep(base.absolute() / name, directory=False):
                yield base / name


def _relative(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if root in path.parents else path.as_posix().lstrip("/")


def _gitignore(directory: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    file = directory / ".gitignore"
    if not file.is_file():
        return []
    return [(directory, GitIgnoreSpec.from_lines(file.read_text(encoding="utf-8", errors="replace").splitlines()))]


def _gitignores_above(top: Path, root: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    """The .gitignore files that hold for `top`: its own and those above it, up to the repository's or project's root."""
    found: list[tuple[Path, GitIgnoreSpec]] = []
    for directory in (top.absolute(), *top.absolute().parents):
        found[:0] = _gitignore(directory)
        if (directory / ".git").exists() or directory == root:
            break
    return found
