"""Ends what takes too long, with the stacks of the main process and of every worker."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

#: Asks a process for its stacks. Programs rarely use the last of the signals; where there are no such, this one.
_SIGNAL = getattr(signal, "SIGRTMAX", None) or signal.SIGUSR2

#: Seconds between two looks at the clock, and the longest that a process gets to write its stacks.
_TICK, _GRACE = 0.1, 0.5


def show_stacks_to(path: str) -> IO[str]:
    """Let this process, and those forked from it, append their stacks to a file when asked. Keep what is returned."""
    file = Path(path).open("a", encoding="utf-8")  # noqa: SIM115 - as long as the process lives
    faulthandler.register(_SIGNAL, file, all_threads=True)
    return file


class Watchdog:
    """Calls `expired` with the stacks, by process, once the time of the run or of one step of it is over.

    The process is expected not to survive that call. It calls `abandoned` when the parent process is gone, and `looks`
    several times a second for what else may go wrong.
    """

    def __init__(
        self,
        path: str,
        seconds: float,
        expired: Callable[[dict[str, str]], None],
        abandoned: Callable[[], None],
        looks: Callable[[], None],
    ) -> None:
        self._path = path
        self._file = show_stacks_to(path)
        self._expired = expired
        self._abandoned = abandoned
        self._looks = looks
        self._end = time.monotonic() + seconds
        self._step_end = self._end
        threading.Thread(target=self._watch, name="loaderlint watchdog", daemon=True).start()

    @property
    def seconds_left(self) -> float:
        """The seconds until the run is over."""
        return self._end - time.monotonic()

    def bound(self, seconds: float) -> None:
        """Bound what is done from now on, outside of steps."""
        self._step_end = min(self._end, time.monotonic() + seconds)

    @contextmanager
    def step(self, seconds: float) -> Iterator[None]:
        """Bound what is done inside, which does not count for what is done outside."""
        left = self._step_end - time.monotonic()
        self.bound(seconds)
        try:
            yield
        finally:
            self.bound(left)

    def _watch(self) -> None:
        parent = os.getppid()
        while time.monotonic() < self._step_end:
            time.sleep(_TICK)
            if os.getppid() != parent:
                self._abandoned()
            self._looks()
        self._expired(self._stacks())

    def _stacks(self) -> dict[str, str]:
        stacks = {"main process": self._stack(os.getpid())}
        workers = [p for p in multiprocessing.active_children() if p.pid is not None]
        for number, worker in enumerate(workers):
            stacks[f"worker {number} ({worker.name})"] = self._stack(worker.pid or 0)
        return stacks

    def _stack(self, pid: int) -> str:
        """The stacks that a process appends to the file when it is asked; nothing where it no longer can."""
        start = self._size
        os.kill(pid, _SIGNAL)
        deadline = time.monotonic() + _GRACE
        size = start
        while time.monotonic() < deadline:
            time.sleep(_TICK)
            before, size = size, self._size
            if size == before > start:
                break
        return Path(self._path).read_bytes()[start:].decode(errors="replace")

    @property
    def _size(self) -> int:
        return Path(self._path).stat().st_size
