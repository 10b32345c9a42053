"""Settings of a loader that bear on its speed, what was measured of them, and when one is faster than another."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any

#: What is gained by less than this is not worth a change.
LEAST_GAIN = 1.05

#: A step that waits for no more than this share of the time waits for nothing.
LEAST_WAIT = 0.05

#: Rounds of each setting in a comparison, at least.
ROUNDS = 3

#: What torch gives `prefetch_factor` where there are workers and nothing is given.
PREFETCH = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """The options that are tuned. Without workers, nothing is prefetched and nothing persists."""

    workers: int
    prefetch: int = PREFETCH
    persistent: bool = False
    pin: bool = False

    @property
    def options(self) -> dict[str, Any]:
        """The options by the names that `DataLoader` has for them; None is its default."""
        of_workers = {"prefetch_factor": self.prefetch, "persistent_workers": self.persistent} if self.workers else {}
        return {"num_workers": self.workers, **of_workers, "pin_memory": self.pin}


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement of a setting, workers started anew for it.

    `steady` and `epoch` are samples a second: once all workers are at work, and over an epoch of the loader's own
    length with its start. `first` is the time to the first batch of an epoch in seconds (with persistent workers, of
    one that is not the first), `memory` what all processes take together in MB (PSS), `busy` the share of the usable
    cores that they would keep busy if nothing else ran, from 0 to 1, and `others` the share that other programs do;
    these three are None where the system does not say. `waited` is the share of the time, once all are at work, for
    which the consumer waits for a batch, and `batch` how many samples one has.
    """

    steady: float
    epoch: float
    first: float
    memory: float | None = None
    busy: float | None = None
    waited: float = 1.0
    batch: float = 1.0
    others: float | None = None


@dataclass(slots=True)
class Tried:
    """A setting with all its rounds, or the `error` that it raises."""

    setting: Setting
    rounds: list[Round] = field(default_factory=list)
    error: str = ""

    @property
    def waited(self) -> float:
        """The share of the time for which the consumer waits for a batch."""
        return median(r.waited for r in self.rounds) if self.rounds else 1.0

    @property
    def keeps_up(self) -> bool:
        """Whether the step of the consumer never waits, beyond noise."""
        return self.waited <= LEAST_WAIT

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data: lists of figures, one of each round."""
        figures = {
            name: [round(value, 4) for r in self.rounds if (value := getattr(r, name)) is not None]
            for name in ("steady", "epoch", "first", "memory", "busy", "waited", "batch", "others")
        }
        return {"options": self.setting.options, **figures, "keeps_up": self.keeps_up, "error": self.error}


def gain(fast: list[float], slow: list[float]) -> float:
    """How many times faster the one is than the other, by the medians."""
    return median(fast) / max(median(slow), 1e-9)


def chance(fast: list[float], slow: list[float]) -> float:
    """How likely equal settings are to look at least so much in favour of `fast` by accident.

    The exact one-sided Mann-Whitney test, which presumes nothing of how speeds are spread: of all ways to deal the
    speeds out, the share in which `fast` would win at least as many of the comparisons, one by one. At best, with every
    one of n faster than every one of m, that is 1 in (n + m over n).
    """
    speeds = fast + slow
    # Twice what a speed wins, and draws, against all: whole numbers, with the same order as what it wins of the others.
    won = [sum((speed > other) + (speed >= other) for other in speeds) for speed in speeds]
    ways: list[Counter[int]] = [Counter() for _ in range(len(fast) + 1)]  # so many speeds win so much in so many ways
    ways[0][0] = 1
    for one in won:
        for fewer, more in reversed([*pairwise(ways)]):
            more.update({total + one: count for total, count in fewer.items()})
    least = sum(won[: len(fast)])
    as_far = sum(count for total, count in ways[-1].items() if total >= least)
    return as_far / math.comb(len(speeds), len(fast))
