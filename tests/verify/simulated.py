"""Loaders whose speed follows from what a batch takes, measured by a clock that moves as the rounds would take."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaderlint.verifying.child.experiments._budget import Budget
from loaderlint.verifying.child.experiments._settings import Round, Setting

SAMPLES, BATCHES = 16, 250


@dataclass(frozen=True)
class Work:
    """Seconds of a batch: its worker has a core, waits, or is alone behind a lock, and the main process receives it."""

    cpu: float = 0.0
    sleep: float = 0.0
    lock: float = 0.0
    receive: float = 0.0003


@dataclass(eq=False)
class Machine:
    """Measures a loader with so many seconds of a step, within a budget. A worker takes `start` seconds to begin.

    Rounds vary by the share `noise` to both sides; now and then one takes twice as long, as when something else runs.
    """

    work: Work
    step: float
    cores: int
    budget: float
    noise: float = 0.0
    start: float = 0.03
    now: float = 0.0
    random: random.Random = field(default_factory=lambda: random.Random(0))

    def __post_init__(self) -> None:
        self._time = Budget(self.budget, lambda: self.now)

    def speed(self, workers: int) -> float:
        """Batches a second, once all workers are at work."""
        work = self.work
        alone = work.cpu + work.sleep + work.lock
        if not workers:
            return 1 / (alone + self.step)
        limits = [workers / alone, 1 / (work.receive + self.step)]
        limits += [1 / work.lock] if work.lock else []
        limits += [self.cores / work.cpu] if work.cpu else []
        return min(limits)

    def epoch(self, setting: Setting) -> float:
        """Batches a second over an epoch, with its start."""
        starts = 0.0 if setting.persistent else self.start * setting.workers
        return BATCHES / (BATCHES / self.speed(setting.workers) + starts)

    def measure(self, setting: Setting, keep: Sequence[Setting]) -> Round:
        """Return a round of a setting, as `Climb` wants it."""
        with self._time.spent_on(setting, keep):
            luck = self.random.uniform(1 - self.noise, 1 + self.noise)
            luck *= 0.5 if self.noise and self.random.random() < 0.1 else 1.0
            speed = self.speed(setting.workers) * luck
            together = max(1, setting.workers)
            self.now += self.start * setting.workers + together / speed + max(0.25, 2 * together / speed)
            busy = min(1.0, speed * (self.work.cpu + self.work.receive) / self.cores)
            waited = max(0.0, 1 - self.step * speed)
            return Round(SAMPLES * speed, SAMPLES * self.epoch(setting) * luck, 0.1, busy=busy, waited=waited)
