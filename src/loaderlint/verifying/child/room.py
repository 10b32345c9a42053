"""How much a program may write before this machine suffers. Needs the standard library alone."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

#: Where the kernel shows what groups of processes may take, such as those of a container or of a job in a queue.
_GROUPS = Path("/sys/fs/cgroup")


class Room:
    """Half of what is free at the start, for what is written to `folders`; of memory too if they are `in_memory`."""

    def __init__(self, *folders: str, in_memory: bool) -> None:
        self._free = {folder: _free(folder) for folder in folders if not os.statvfs(folder).f_flag & os.ST_RDONLY}
        memory = list(_memory()) if in_memory else []
        self._most = {folder: min([free, *memory]) // 2 for folder, free in self._free.items()}

    def exceeded(self) -> str:
        """Return how much was written once it is more than there is room for; "" as long as it is not."""
        for folder, most in self._most.items():
            if self._free[folder] - _free(folder) > most:
                return f"more than {most / 1e6:,.0f} MB"
        return ""


def _free(folder: str) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def _memory() -> Iterator[int]:
    """The bytes of memory that are left to this machine, and to every group that this process is of."""
    with suppress(OSError):
        if found := re.search(r"^MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE):
            yield int(found[1]) * 1024
        if own := re.search(r"^0::/(.*)$", Path("/proc/self/cgroup").read_text(), re.MULTILINE):
            group = _GROUPS / own[1]
            for folder in (group, *group.parents):
                with suppress(OSError, ValueError):  # "max" is no limit
                    most = int((folder / "memory.max").read_text())
                    yield most - int((folder / "memory.current").read_text())
