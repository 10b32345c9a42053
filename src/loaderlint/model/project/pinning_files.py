"""Which files beside code say what it is run with: releases of Python, and of libraries."""

# ruff: noqa: PTH118, PTH123 - plain strings: making a Path of each costs more than all the rest

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator
from fnmatch import translate

from loaderlint.model import limits

#: The most binding first.
_NAMES = [
    re.compile(translate(pattern))
    for pattern in (
        "pyproject.toml", "setup.cfg", "setup.py", "*requirements*.txt", "*.yml", "*.yaml", "Dockerfile*",
        ".python-version", "runtime.txt",
    )
]  # fmt: skip

#: Folders that hold nothing else, and what its names end or begin with.
_FOLDERS = ("requirements", "conda", "docker", "env", "envs", "environments")
_IN_FOLDERS = re.compile(r".*\.(?:txt|ya?ml)|Dockerfile.*")

_README = re.compile("readme.*", re.IGNORECASE)

#: A file of requirements that a README says to install: `pip install -r lab.txt`.
_INSTALLED = re.compile(rb"\binstall\s[^\n]*?-r[ \t]*(?:\./)?([\w.-]+\.txt)\b")

#: What an environment of conda has that other YAML files lack.
_ENVIRONMENT = re.compile(rb"^dependencies:", re.MULTILINE)


def files_in(directory: str) -> frozenset[str]:
    """Return the names of the files in a directory; none where it cannot be read."""
    try:
        with os.scandir(directory) as entries:
            return frozenset(entry.name for entry in entries if _is_file(entry))
    except OSError:
        return frozenset()


def pinning(directory: str, held: Callable[[str], Collection[str]] = files_in) -> Iterator[tuple[str, bytes]]:
    """Yield the files in a directory that pin releases, with their contents, the most binding first.

    `held` tells what a directory holds.
    """
    here = sorted(held(directory))
    found = [os.path.join(directory, name) for pattern in _NAMES for name in here if pattern.fullmatch(name)]
    installed = {os.fsdecode(name) for _, text in readmes(directory, held) for name in _INSTALLED.findall(text)}
    found += [os.path.join(directory, name) for name in here if name in installed]
    for folder in (os.path.join(directory, name) for name in _FOLDERS):
        found += [os.path.join(folder, name) for name in sorted(held(folder)) if _IN_FOLDERS.fullmatch(name)]
    for path in found:
        data = _contents(path)
        if not path.endswith((".yml", ".yaml")) or _ENVIRONMENT.search(data):
            yield path, data


def readmes(directory: str, held: Callable[[str], Collection[str]] = files_in) -> list[tuple[str, bytes]]:
    """Return the READMEs in a directory, with their contents."""
    paths = (os.path.join(directory, name) for name in sorted(held(directory)) if _README.fullmatch(name))
    return [(path, _contents(path)) for path in paths]


def _contents(path: str) -> bytes:
    """What stands in a file, as far as it is read; nothing where it cannot be."""
    try:
        with open(path, "rb") as file:
            return file.read(limits.PINNING_BYTES)
    except OSError:
        return b""


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether an entry of a directory is a file; not, where it is a link that leads nowhere."""
    try:
        return entry.is_file()
    except OSError:
        return False
