"""What the system tells of processes and of its cores: who is busy, who stands in line, and who holds which memory."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

#: The least share of a time for which makers of batches are not held up; what is less says nothing.
_LEAST = 0.05


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Usage(NamedTuple):
    """For how many seconds threads of processes `ran` up to now, and main threads were `held_up` in line for a core."""

    ran: float
    held_up: float

    @classmethod
    def of(cls, processes: Sequence[int]) -> Usage | None:
        """Return what processes have used; None where the system does not say."""
        ran = held_up = 0
        for pid in processes:
            try:
                for path in Path(f"/proc/{pid}/task").iterdir():
                    fields = (path / "schedstat").read_text(encoding="utf-8").split()
                    ran += int(fields[0])
                    held_up += int(fields[1]) if path.name == str(pid) else 0
            except (OSError, ValueError, IndexError):
                return None
        return cls(ran / 1e9, held_up / 1e9)

    def since(self, before: Usage) -> Usage:
        """Return what was used since then."""
        return Usage(*(now - then for now, then in zip(self, before, strict=True)))


class Load(NamedTuple):
    """What the processes of a loader have used up to now, those that make its batches, and all that the machine runs.

    `makers` are so many; `machine` are seconds of the usable cores, None where the system does not say.
    """

    own: Usage
    made: Usage
    makers: int
    machine: float | None

    @classmethod
    def of(cls, processes: Sequence[int]) -> Load | None:
        """Return the load of the main process and its workers; None where the system does not say."""
        makers = processes[1:] or processes
        own, made = Usage.of(processes), Usage.of(makers)
        return None if own is None or made is None else cls(own, made, len(makers), _all_ran())

    def shares_since(self, before: Load, cores: int, seconds: float) -> tuple[float, float | None]:
        """Return which share of the cores the loader wants, and which share others have, over so many seconds.

        Where others are in its way, it wants as much as it would run if they were not.
        """
        own, available = self.own.since(before.own), cores * seconds
        held_up = self.made.since(before.made).held_up / self.makers / seconds
        wants = min(1.0, own.ran / available / max(1 - held_up, _LEAST))
        if self.machine is None or before.machine is None:
            return wants, None
        return wants, min(1.0, max(0.0, self.machine - before.machine - own.ran) / available)


def _all_ran() -> float | None:
    """The seconds for which the usable cores were busy up to now, with whatever; None where the system does not say."""
    usable = {f"cpu{n}" for n in os.sched_getaffinity(0)} if hasattr(os, "sched_getaffinity") else set()
    try:
        lines = [line.split() for line in Path("/proc/stat").read_text(encoding="utf-8").splitlines()]
        ticks = [list(map(int, line[1:9])) for line in lines if line and line[0] in usable]
        # The fourth and fifth are idle.
        return sum(sum(t) - t[3] - t[4] for t in ticks) / os.sysconf("SC_CLK_TCK") if ticks else None
    except (OSError, ValueError, IndexError):
        return None


def memory_of(processes: list[int]) -> float | None:
    """What processes take together, in MB, what they share counted once; None where the system does not say."""
    total = 0
    for pid in processes:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        except OSError:
            return None
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def bytes_read() -> int:
    """The bytes that this process has read from a disk up to now; 0 where the system does not say."""
    with contextlib.suppress(OSError):
        lines = Path("/proc/self/io").read_text(encoding="utf-8").splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("read_bytes:")), 0)
    return 0
