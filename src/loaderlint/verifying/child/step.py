"""The step of a training loop: what the program does with a batch that is there already, and how long that takes."""

from __future__ import annotations

import copy
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

#: Batches that are kept in memory, and steps and seconds that are not counted: the first ones set things up.
KEPT, _WARM_UP, _WARM_UP_SECONDS = 4, 4, 0.2

#: Steps after which the GPU is waited for, steps and seconds that are enough, and seconds that are in any case.
_BLOCK, _ENOUGH, _SECONDS, _MOST = 5, 10, 2.0, 20.0


@dataclass(frozen=True, slots=True)
class Step:
    """What the consumer does with a batch: it takes so many `seconds`, and keeps a core busy for `cpu` of them."""

    seconds: float = 0.0
    cpu: float = 0.0

    def do(self, begun: float) -> None:
        """Spend a step that has `begun` (of `time.monotonic`) as the program would."""
        end = begun + self.seconds
        busy = time.thread_time() + min(self.cpu, self.seconds)
        while time.thread_time() < busy and time.monotonic() < end:
            pass
        time.sleep(max(0.0, end - time.monotonic()))


def settle() -> None:
    """Wait for what a GPU has yet to do, so that the clock shows what a step really takes."""
    torch: Any = sys.modules["torch"]
    if torch.cuda.is_initialized():
        torch.cuda.synchronize()


@dataclass(eq=False)
class Loop:
    """The program's own loop over a loader, which gets the first batches again and again while it is measured.

    A pass has `length` batches as ever, if that is known, as a schedule of learning rates may count them. The `clock`
    and the `cpu` time of this process are in seconds.
    """

    length: int | None
    settle: Callable[[], None] = settle
    clock: Callable[[], float] = time.monotonic
    cpu: Callable[[], float] = time.process_time
    _kept: list[Any] = field(default_factory=list)
    _given: int = 0
    _in_pass: int = 0
    _first: float | None = None
    _mark: tuple[float, float, int] | None = None
    _steps: int = 0
    _seconds: float = 0.0
    _cpu: float = 0.0

    def begin(self) -> None:
        """Begin another pass: what the program did between the two is no step."""
        self._mark, self._in_pass = None, 0

    def batch(self, load: Callable[[], Any]) -> Any:
        """Return the next batch; the first few are loaded.

        Raises StopIteration at the end of a pass, as `load` does.
        """
        self._note()
        if self.length is not None and self._in_pass >= self.length:
            raise StopIteration
        if not self.is_in_memory:
            try:
                self._kept.append(load())
            except StopIteration:
                if not self._kept:
                    raise
                self.length = len(self._kept)
                raise
        if self._mark is None and self._is_warm:
            self._mark = self._now()
        self._given += 1
        self._in_pass += 1
        return _fresh(self._kept[self._given % len(self._kept)])

    @property
    def is_in_memory(self) -> bool:
        """Whether nothing more is loaded."""
        return len(self._kept) >= min(KEPT, self.length or KEPT)

    @property
    def is_known(self) -> bool:
        """Whether enough steps were measured."""
        return (self._steps >= _ENOUGH and self._seconds >= _SECONDS) or self._seconds >= _MOST

    @property
    def step(self) -> Step | None:
        """The step as far as it was measured, None if it was not."""
        return Step(self._seconds / self._steps, self._cpu / self._steps) if self._steps else None

    @property
    def _is_warm(self) -> bool:
        self._first = self.clock() if self._first is None else self._first
        passed = self.clock() - self._first
        return self.is_in_memory and self._given >= _WARM_UP and passed >= _WARM_UP_SECONDS

    def _note(self) -> None:
        """Count the steps since the last mark, once they are a block or the pass ends."""
        if self._mark is None:
            return
        seconds, cpu, given = self._mark
        if self._given - given < _BLOCK and self._in_pass != self.length:
            return
        self._mark = self._now()
        self._steps += self._given - given
        self._seconds += self._mark[0] - seconds
        self._cpu += self._mark[1] - cpu

    def _now(self) -> tuple[float, float, int]:
        """The time at which the program gets the batch after so many, and has done with those before."""
        self.settle()
        return self.clock(), self.cpu(), self._given


def _fresh(batch: Any) -> Any:
    """A batch whose containers are new, as the program may take out of them what it needs; tensors are the same."""
    if isinstance(batch, dict | list):
        new = copy.copy(batch)
        for key, value in batch.items() if isinstance(batch, dict) else enumerate(batch):
            new[key] = _fresh(value)
        return new
    if type(batch) is tuple:
        return tuple(map(_fresh, batch))
    if not hasattr(batch, "shape"):
        with suppress(Exception):  # what cannot be copied is given as it is
            return copy.copy(batch)
    return batch
