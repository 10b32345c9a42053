"""The files that hold settings: which of a folder's counts, and those that it extends."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from loaderlint.settings import FILE, ConfigError, Written
from loaderlint.text.paths import absolute, is_file

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Table: TypeAlias = dict[str, Any]


def settings_of(folder: Path) -> tuple[Path, Table] | None:
    """Return the file of a folder that holds settings, with these; its own `loaderlint.toml` comes first.

    Raises:
        ConfigError: it is not valid.
    """
    own, shared = folder / "loaderlint.toml", folder / "pyproject.toml"
    if is_file(own):
        return own, document(own)
    table = _within_document(shared) if is_file(shared) else None
    return None if table is None else (shared, table)


def settings_in(file: Path) -> Table:
    """Return the settings in a file that is named: those below `[tool.loaderlint]`, or all that stands in it.

    Raises:
        ConfigError: there are none, or the file cannot be read or is not valid.
    """
    table = _within_document(file)
    if table is None and file.name == "pyproject.toml":
        raise ConfigError(f"{file}: there is no [tool.loaderlint] in it")
    table = document(file) if table is None else table
    if not table and file.name != "pyproject.toml":
        raise ConfigError(f"{file}: there are no settings in it")
    return table


def layers(file: Path, table: Table) -> Iterator[tuple[Path, Table]]:
    """Yield the settings of a file and of those that it extends, one by one: what comes later goes over the others.

    Raises:
        ConfigError: a file that is extended cannot be used, or extends itself.
    """
    found = [(file, table)]
    while "extend" in table:
        base = Path(FILE.read(Written(table["extend"], str(file), "extend", file.parent)))
        if base in (absolute(path) for path, _ in found):
            raise ConfigError(f"{file}: `extend` leads back to {base}")
        file, table = base, settings_in(base)
        found.append((file, table))
    yield from reversed(found)


def document(file: Path) -> Table:
    """Return all that stands in a TOML file.

    Raises:
        ConfigError: it cannot be read, or is not valid.
    """
    try:
        return tomllib.loads(_contents(file).decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(f"{file}: not valid TOML: {error}") from None


def table_of(pairs: Iterable[str]) -> Table:
    """Read `key = value` pairs of TOML, each of another key; what is no value of TOML is taken for a string.

    Raises:
        ConfigError: they are not valid.
    """
    lines = []
    for pair in pairs:
        key, _, value = pair.partition("=")
        try:
            tomllib.loads(f"value = {value}")
        except tomllib.TOMLDecodeError:
            value = json.dumps(value.strip())
        lines.append(f"{key} = {value}")
    try:
        return tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not valid TOML: {error}") from None


def _within_document(file: Path) -> Table | None:
    """The table [tool.loaderlint] of a file; None where there is none."""
    if b"loaderlint" not in _contents(file):  # to parse it would take far longer
        return None
    tools = document(file).get("tool", {})
    table = tools.get("loaderlint") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{file}: [tool.loaderlint] must be a table")
    return table


def _contents(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror}") from None
