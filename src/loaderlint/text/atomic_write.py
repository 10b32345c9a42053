"""Putting new contents in the place of a file."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that at any time either the old contents or the new are there.

    Its permissions are kept, a link stays a link, and what is no regular file (`/dev/stdout`, a pipe) is written to.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(data)
        return
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """The permissions of a file, or those that a new one gets."""
    try:
        return target.stat().st_mode
    except FileNotFoundError:
        os.umask(mask := os.umask(0))
        return 0o666 & ~mask
