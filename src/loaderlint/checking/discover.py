"""From paths to the files to check: sorted, without what is excluded or ignored by git."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from loaderlint.checking.git_ignored import ignored_in, ignored_in_repository
from loaderlint.config import Config
from loaderlint.finding import Trouble
from loaderlint.projects import OWN, Projects
from loaderlint.settings import ConfigError
from loaderlint.text.gitignore_patterns import Patterns
from loaderlint.text.paths import absolute

_SUFFIXES = (".py", ".ipynb")


@dataclass(frozen=True, slots=True)
class ProjectFiles:
    """The files of one project, sorted: those that are `named` are to be checked, the `others` play a part in them."""

    config: Config
    named: tuple[Path, ...]
    others: tuple[Path, ...] = ()


def discover(
    paths: tuple[Path, ...], projects: Projects, given: Collection[Path] = ()
) -> tuple[list[ProjectFiles], list[Trouble]]:
    """Return the files to check, each once, by the project that they belong to, and the paths that cannot be checked.

    A file that is named is checked whatever it is called; `exclude` and .gitignore apply to what directories hold. One
    whose contents are `given`, by its absolute path, need not be there.

    Raises:
        ConfigError: the settings of a project cannot be used.
    """
    files: dict[Path, Path] = {}
    troubles: list[Trouble] = []
    for path in paths:
        projects.of(path)  # settings that cannot be used are named even where there is nothing to check
        if absolute(path) in given:
            files.setdefault(absolute(path), path)
            continue
        try:
            mode = path.stat().st_mode
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            why = "no such file or directory" if missing else f"cannot be read: {error.strerror}"
            troubles.append(Trouble(path.as_posix(), why))
            continue
        if stat.S_ISDIR(mode):
            for whole, reached in _walk(path, projects, troubles):
                files.setdefault(whole, reached)
        elif stat.S_ISREG(mode):
            files.setdefault(absolute(path), path)
        else:
            troubles.append(Trouble(path.as_posix(), "neither a file nor a directory"))
    named: dict[Path, tuple[Config, list[Path]]] = {}
    for whole, path in sorted(files.items(), key=lambda names: names[1].as_posix()):
        config = projects.at(whole.parent)
        named.setdefault(config.root, (config, []))[1].append(path)
    return [
        ProjectFiles(config, tuple(inside), () if root in map(absolute, paths) else _others(config, projects, files))
        for root, (config, inside) in sorted(named.items())
    ], troubles


def _others(config: Config, projects: Projects, named: Collection[Path]) -> tuple[Path, ...]:
    """The files of a project that are not named. To a project that is but a file's own folder, none below it belong."""
    found = _walk(config.root, projects, [], within=config)
    return tuple(whole for whole, _ in found if whole not in named)


def is_excluded(path: Path, config: Config) -> bool:
    """Whether `exclude` leaves a file of the project out where its directory is checked."""
    return _patterns(*config.exclude, *config.extend_exclude).ignores(_relative(absolute(path), config.root))


def _walk(
    top: Path, projects: Projects, troubles: list[Trouble], within: Config | None = None
) -> Iterator[tuple[Path, Path]]:
    """The files below a directory, each by its absolute path and by the one that it is reached by.

    A project says of what lies in it, another project's folder included, whether it is left out. What lies in another
    project than `within` is left out, too.
    """
    config = projects.of(top)
    patterns = {config.root: _excluded(absolute(top), config)}
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
        if within is not None and not _belongs(whole, within, projects):
            directories.clear()
            continue
        config = projects.at(whole)
        if config.root not in patterns:
            patterns[config.root] = _patterns(*config.exclude, *config.extend_exclude)
        excluded = patterns[config.root]
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


def _belongs(directory: Path, config: Config, projects: Projects) -> bool:
    """Whether a directory lies in a project, and in none inside that, whether or not the settings there can be used."""
    if config.root_from == OWN:
        return directory == config.root
    try:
        return projects.at(directory).root == config.root
    except ConfigError:
        return False


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
