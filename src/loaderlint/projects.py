"""What a project is: which one a file belongs to, and the settings that hold there.

A file's project is the nearest folder at or above it that has `[tool.loaderlint]` in its pyproject.toml, or that is a
repository, whichever comes first. Where there is neither, it is the folder that was named, or else the file's own.
Nothing above a project plays a part in it, and nothing else marks one: neither setup.py nor a pyproject.toml without
the table.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from loaderlint.config import Config, ConfigError, with_table
from loaderlint.finding import Finding
from loaderlint.model.project.requirements import detect_python, detect_target
from loaderlint.text.paths import absolute, exists, is_directory, is_file

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

#: Why a folder is a project.
TABLE = "nearest folder with [tool.loaderlint]"
REPOSITORY = "nearest repository, with no [tool.loaderlint] on the way to it"
NAMED = "no [tool.loaderlint] or repository at or above it: the folder that is named"
OWN = "no [tool.loaderlint] or repository at or above it: the file's own folder"


class Projects:
    """The projects of a run that `paths` are named for, each looked at once.

    With `isolated` no `[tool.loaderlint]` is read, and with `file` that of one file in the place of all; which folders
    are projects stays as it is. `over` puts the options of the run over the settings of a project.

    Raises:
        ConfigError: `file` cannot be read, or has no such table.
    """

    def __init__(
        self,
        paths: Iterable[Path],
        *,
        isolated: bool = False,
        file: Path | None = None,
        over: Callable[[Config], Config] = lambda config: config,
    ) -> None:
        self._named = sorted(absolute(path) for path in paths if is_directory(path))
        self._isolated = isolated
        self._file = file
        self._table = None if file is None else _table(file)
        self._over = over
        self._marked: dict[Path, Config | None] = {}
        self._unmarked: dict[Path, Config] = {}
        if file and self._table is None:
            raise ConfigError(f"{file}: there is no [tool.loaderlint] in it")

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
        file = folder / "pyproject.toml"
        table = _table(file) if is_file(file) else None
        if table is not None:
            return self._project(folder, TABLE, table)
        return self._project(folder, REPOSITORY) if exists(folder / ".git") else None

    def _without_mark(self, directory: Path) -> Config:
        named = next((folder for folder in self._named if folder in (directory, *directory.parents)), None)
        root = named or directory
        if root not in self._unmarked:
            self._unmarked[root] = self._project(root, NAMED if named else OWN)
        return self._unmarked[root]

    def _project(self, root: Path, why: str, table: dict[str, Any] | None = None) -> Config:
        file = root / "pyproject.toml"
        document = _document(file) if is_file(file) else {}
        target, python = detect_target(root, document), detect_python(root, document)
        config = Config(root, root_from=why, target_torch=target, requires_python=python)
        if self._file and self._table is not None:
            config = with_table(replace(config, origin=absolute(self._file)), self._table, self._file)
        elif table is not None and not self._isolated:
            config = with_table(replace(config, origin=file), table, file)
        return self._over(config)


def _table(file: Path) -> dict[str, Any] | None:
    """The table [tool.loaderlint] of a file; None where there is none."""
    if b"loaderlint" not in _contents(file):  # to parse it would take far longer
        return None
    tools = _document(file).get("tool", {})
    table = tools.get("loaderlint") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{file}: [tool.loaderlint] must be a table")
    return table


def _document(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_contents(file).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from None


def _contents(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from None
