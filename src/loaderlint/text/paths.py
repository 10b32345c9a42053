"""Paths as the rest compares and shows them. A link is taken as the file it stands for, by the name it has."""

from __future__ import annotations

import os
from pathlib import Path


def absolute(path: Path) -> Path:
    """Return `path` from the root of the file system, without `..`: only so do two names of one file compare equal."""
    return Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute keeps `..`


def shown(path: Path) -> str:
    """Return `path` as it is shown: relative to the working directory where it lies below it."""
    whole, here = absolute(path), Path.cwd()
    return (whole.relative_to(here) if here in whole.parents else whole).as_posix()


# What follows asks the system as Path's methods do, which raise where permissions or the length of a name say no.


def exists(path: Path) -> bool:
    """Whether there is anything at `path`; not, where that cannot be found out."""
    return os.path.exists(path)  # noqa: PTH110


def is_directory(path: Path) -> bool:
    """Whether `path` is a directory; not, where that cannot be found out."""
    return os.path.isdir(path)  # noqa: PTH112


def is_file(path: Path) -> bool:
    """Whether `path` is a file; not, where that cannot be found out."""
    return os.path.isfile(path)  # noqa: PTH113
