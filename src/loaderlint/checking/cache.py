"""The memory of runs before this one: a directory for each project, in the user's cache folder or where settings say.

Settings, the linter, its parser, Python and the working directory are in the name of the file that it is kept in.

The file is JSON, so reading it runs nothing. Whatever is not as expected is left out, and nothing that it names is
opened but modules and settings files that are looked up anew. It is replaced in one step, so concurrent runs see the
old one or the new.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

from loaderlint.checking.outcome import as_text
from loaderlint.checking.remembered import Entry, Memory
from loaderlint.config import Config
from loaderlint.model.project.modules import Consulted, digest
from loaderlint.text.atomic_write import replace_file
from loaderlint.text.paths import absolute
from loaderlint.version import __version__

#: Bytes of one file of the cache; what would make it larger is not kept.
MAX_BYTES = 32 * 1024 * 1024

#: Files in the cache of a project: settings, directories and releases that it is kept for at the same time.
MAX_FILES = 8

#: Projects that there are caches of in one folder at the same time.
MAX_PROJECTS = 100

#: Settings that do not change what is found in a file, but what of it is shown, or where files are looked for.
_LATER = {
    "origin", "root_from", "exclude", "extend_exclude", "per_file_ignores", "fail_on", "entry", "cache_dir",
    "extend", "required_version",
}  # fmt: skip

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This directory is a cache of loaderlint (https://bford.info/cachedir/).\n"


class Cache(Memory):
    """The cache of one project, for one configuration."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._directory = directory_of(config)
        self._file = self._directory / f"{_key(config)}.json"
        self._entries = _read(self._file)

    def save(self) -> None:
        """Replace what was kept. Where nothing can be written there is no cache."""
        document = {path: _entry_as_json(entry) for path, entry in self._entries.items()}
        data = json.dumps(document, separators=(",", ":")).encode()
        if len(data) > MAX_BYTES or not self._directory.is_absolute() or self._directory.is_symlink():
            return
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            for name, contents in ((".gitignore", "*\n"), ("CACHEDIR.TAG", _TAG)):
                if not (self._directory / name).exists():
                    (self._directory / name).write_text(contents, encoding="utf-8")
            replace_file(self._file, digest(data).encode() + b"\n" + data)
            kept = sorted(self._directory.glob("*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
            for old in kept[MAX_FILES:]:
                old.unlink()
            _remove_oldest(self._directory.parent)
        except OSError:
            return


def directory_of(config: Config) -> Path:
    """Return the directory that the cache of a project lies in, if there is one.

    It is no absolute path where nobody knows a home for the user.
    """
    name = blake2b(os.fsencode(absolute(config.root)), digest_size=8).hexdigest()
    return Path(config.cache_dir or user_cache_dir("loaderlint", appauthor=False), name)


def clean(config: Config) -> bool:
    """Remove the cache of a project; whether there was one.

    Raises:
        OSError: it cannot be removed.
    """
    directory = directory_of(config)
    if directory.is_symlink() or not directory.is_dir():
        return False
    shutil.rmtree(directory)
    return True


def _remove_oldest(folder: Path) -> None:
    """Remove the caches of the projects that were checked longest ago. What else lies in the folder is not touched."""
    tags = [tag for tag in folder.glob("*/CACHEDIR.TAG") if not tag.parent.is_symlink()]
    tags.sort(key=lambda tag: (tag.parent.stat().st_mtime, tag), reverse=True)
    for tag in tags[MAX_PROJECTS:]:
        if tag.read_text(encoding="utf-8") == _TAG:
            shutil.rmtree(tag.parent)


def _key(config: Config) -> str:
    """The name that the cache has for these settings, here, with this linter, parser and Python."""
    settings = [(f.name, str(getattr(config, f.name))) for f in fields(config) if f.name not in _LATER]
    parts = (__version__, sys.version, settings, str(absolute(config.root)), str(Path.cwd()), _stamps())
    return blake2b(repr(parts).encode(errors="surrogateescape"), digest_size=8).hexdigest()


@cache
def _stamps() -> list[tuple[str, int, int]]:
    """What tells the code of the linter and of its parser apart from what it was."""
    parser = find_spec("libcst")
    code = [Path(parser.origin)] if parser and parser.origin else []
    code += Path(__file__).parents[1].rglob("*.py")
    return sorted((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in code)


def _read(file: Path) -> dict[str, Entry]:
    try:
        if file.is_symlink() or file.stat().st_size > MAX_BYTES:
            return {}
        check, _, data = file.read_bytes().partition(b"\n")
        if check.decode() != digest(data):
            return {}
        document = json.loads(data)
        return {path: _entry_from_json(entry) for path, entry in document.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _entry_as_json(entry: Entry) -> list[Any]:
    known = entry.consulted
    uses = {name: sorted(found) for name, found in known.uses.items()}
    return [known.digest, known.outline, known.added, known.imports, known.loads, uses, entry.pins, entry.outcome]


def _entry_from_json(value: Any) -> Entry:
    told, outside, added, imports, loads, uses, pins, outcome = value
    found, loaded = ({k: v and as_text(v) for k, v in paths.items()} for paths in (imports, loads))
    used = {name: {(as_text(path), as_text(what)) for path, what in of} for name, of in uses.items()}
    known = Consulted(as_text(told), as_text(outside), tuple(map(as_text, added)), found, loaded, used)
    return Entry(known, as_text(pins), outcome)
