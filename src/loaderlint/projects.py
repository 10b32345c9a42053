"""What a project is: which one a file belongs to, and the settings that hold there.

A file's project is the nearest folder at or above it that has settings, in a loaderlint.toml or in `[tool.loaderlint]`
of its pyproject.toml, or that is a repository, whichever comes first. Where there is neither, it is the folder that was
named, or else the file's own. Nothing above a project plays a part in it, unless its settings extend others, and
nothing else marks one: neither setup.py nor a pyproject.toml without the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from loaderlint.config import Config, with_table
from loaderlint.finding import Finding
from loaderlint.model.project.requirements import detect_target
from loaderlint.model.project.runtime import detect_platforms, detect_python
from loaderlint.settings import ConfigError
from loaderlint.settings_files import Table, document, layers, settings_in, settings_of
from loaderlint.text.paths import absolute, exists, is_directory, is_file

#: Why a folder is a project.
SETTINGS = "nearest folder with settings"
REPOSITORY = "nearest repository, with no settings on the way to it"
NAMED = "no settings or repository at or above it: the folder that is named"
OWN = "no settings or repository at or above it: the file's own folder"


class Projects:
    """The projects of a run that `paths` are named for, each looked at once.

    With `isolated` no settings are read, and with `file` those of one file in the place of all; which folders are
    projects stays as it is. What the run is given as a `table` of settings goes over them, and `over` puts its options
    over both.

    Raises:
        ConfigError: `file` cannot be read, or holds no settings.
    """

    def __init__(
        self,
        paths: Iterable[Path],
        *,
        isolated: bool = False,
        file: Path | None = None,
        table: Table | None = None,
        over: Callable[[Config], Config] = lambda config: config,
    ) -> None:
        self._named = sorted(absolute(path) for path in paths if is_directory(path))
        self._isolated = isolated
        self._in_place = file and (absolute(file), settings_in(file))
        self._given = table or {}
        self._over = over
        self._marked: dict[Path, Config | None] = {}
        self._unmarked: dict[Path, Config] = {}

    def of(self, path: Path) -> Config:
        """Return the settings of the project that a file or folder belongs to.

        Raises:
            ConfigError: a pyproject.toml cannot be parsed, or holds an unknown key or a value of the wrong kind.
        """
        return self.at(absolute(path) if is_directory(path) else absolute(path).parent)

    def at(self, directory: Path) -> Config:
        """Return the settings of the project that a folder, given by its absolute path, belongs to.

        Raises:
            ConfigError: as of `of`.
        """
        if directory not in self._marked:
            self._look_up(directory)
        return self._marked[directory] or self._without_mark(directory)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding is at least as severe as `fail-on` says where it lies."""
        return finding.severity.rank >= self.of(Path(finding.location.path)).fail_on.rank

    def _look_up(self, directory: Path) -> None:
        """Find out the project of a folder, and with it that of the folders on the way to it."""
        passed = []
        found = None
        for folder in (directory, *directory.parents):
            passed.append(folder)
            found = self._marked[folder] if folder in self._marked else self._marked_by_itself(folder)
            if found:
                break
        self._marked.update(dict.fromkeys(passed, found))

    def _marked_by_itself(self, folder: Path) -> Config | None:
        found = settings_of(folder)
        if found:
            return self._project(folder, SETTINGS, found)
        return self._project(folder, REPOSITORY) if exists(folder / ".git") else None

    def _without_mark(self, directory: Path) -> Config:
        named = next((folder for folder in self._named if folder in (directory, *directory.parents)), None)
        root = named or directory
        if root not in self._unmarked:
            self._unmarked[root] = self._project(root, NAMED if named else OWN)
        return self._unmarked[root]

    def _project(self, root: Path, why: str, own: tuple[Path, Table] | None = None) -> Config:
        shared = self._packaging_of(root)
        target, python = detect_target(root, shared), detect_python(root, shared)
        platforms = detect_platforms(root)
        config = Config(root, root_from=why, target_torch=target, requires_python=python, platforms=platforms)
        settings = self._in_place or (None if self._isolated else own)
        if settings:
            config = replace(config, origin=settings[0])
            for path, table in layers(*settings):
                config = with_table(config, table, str(path), path.parent)
        for path, table in layers(Path("--config"), self._given):
            config = with_table(config, table, str(path), Path.cwd())
        return self._over(config)

    def _packaging_of(self, root: Path) -> Table:
        """What the pyproject.toml of a project says; nothing of a broken one if settings are not asked for."""
        file = root / "pyproject.toml"
        try:
            return document(file) if is_file(file) else {}
        except ConfigError:
            if not self._isolated:
                raise
            return {}
