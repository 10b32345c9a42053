"""The time that a search has, of which as much is kept as its last question takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from loaderlint.verifying.child.experiments._settings import ROUNDS, Setting

#: By which factor the last question may exceed the time that there is, where rounds vary.
_MORE = 1.25


class OutOfTimeError(Exception):
    """There is no time for another round."""


@dataclass(eq=False)
class Budget:
    """So many `seconds` from now on, by a `clock`. What a round takes is learnt from those of the same setting."""

    seconds: float
    clock: Callable[[], float] = time.monotonic
    _begun: float = field(init=False)
    _taken: dict[Setting, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._begun = self.clock()

    @property
    def left(self) -> float:
        """The seconds that are left, negative where it took longer."""
        return self.seconds - (self.clock() - self._begun)

    @contextmanager
    def spent_on(self, setting: Setting, keep: Sequence[Setting]) -> Iterator[None]:
        """Note how long a round of a setting takes.

        Raises OutOfTimeError where the time that is left after it is too short to ask the last question of the settings
        to `keep` time for. If there are none, this is the last question.
        """
        left = self.left
        needed = self._usual(setting) + ROUNDS * sum(map(self._usual, keep))
        if left < (needed if keep else (1 - _MORE) * self.seconds):
            raise OutOfTimeError
        start = self.clock()
        try:
            yield
        finally:
            self._taken.setdefault(setting, []).append(self.clock() - start)

    def _usual(self, setting: Setting) -> float:
        """The seconds that a round takes; of a new setting, as many as the slowest takes."""
        known = {tried: median(times) for tried, times in self._taken.items()}
        return known.get(setting, max(known.values(), default=0.0))
