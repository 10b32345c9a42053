"""The search for the cheapest of the fastest settings.

Workers are added for as long as that gains and the step waits for batches. Of the numbers in between, the least that
does as well is looked for, and what is found is compared with the present setting.
On the way one round tells enough where it is clear: a wrong turn there costs time alone. What is to be recommended is
compared by rounds that alternate, all new, so that what else the machine does meets both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import NamedTuple

from loaderlint.verifying.child.experiments._budget import OutOfTimeError
from loaderlint.verifying.child.experiments._settings import (
    LEAST_GAIN,
    PREFETCH,
    ROUNDS,
    Round,
    Setting,
    Tried,
    chance,
    gain,
)

#: On the way, a single round that is faster or slower by this factor is enough.
CLEAR = 1.25

#: Beyond the usable cores, more workers can only help if these are less busy than that.
BUSY = 0.7

#: The most workers that are tried, in all and for each usable core, and how many times as many come next.
MOST, MOST_OF_CORE, LEAP = 32, 4, 4


class Care(NamedTuple):
    """How many rounds of each setting a comparison has at least and at most.

    A setting that gains nothing may look like one that does with the probability `chance`.
    """

    rounds: int
    most: int
    chance: float


#: For a turn of the search, which is put to the test in the end; for an option, which comes with what is recommended;
#: and for the last question, whether the best setting is better than the present one.
TURN, OPTION, LAST = Care(ROUNDS, 6, 0.05), Care(ROUNDS, 6, 0.01), Care(5, 12, 0.01)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one setting is faster than another, by which factor, and how likely chance is to look like that.

    It is `as_fast` if it is certain beyond noise that it is no slower than what is not worth a change.
    """

    faster: bool
    gain: float
    chance: float
    as_fast: bool = False


@dataclass(eq=False)
class Climb:
    """Searches with `measure`, which gives a round of a setting, and raises OutOfTimeError when there is no time left.

    It is told of each round for which settings time is to be kept to compare them in the end, none when that has begun.
    `cores` are usable, `pins` says whether pinned memory can make a difference, `room` whether there is memory for a
    setting, given another that was tried.

    Afterwards, `best` is the fastest setting, `better` whether it is faster than `present`, None if that is the best
    itself or was not answered in time, `ended` why more workers were not tried, and `in_time` whether all was. What
    else `measure` raises for the present setting goes through; any other setting it rules out.
    """

    measure: Callable[[Setting, Sequence[Setting]], Round]
    present: Setting
    cores: int
    pins: bool = False
    room: Callable[[Setting, Tried], bool] = lambda _setting, _tried: True
    tried: dict[Setting, Tried] = field(default_factory=dict)
    best: Setting = field(init=False)
    better: Answer | None = None
    ended: str = ""
    in_time: bool = True

    def __post_init__(self) -> None:
        self.best = self.present

    @property
    def cheaper(self) -> bool:
        """Whether the best setting is as fast as the present one with half of its workers, or fewer.

        A loader without workers is no such setting: it is worth a change where it is faster alone.
        """
        if self.better is None or self.better.faster or not self.best.workers:
            return False
        return 2 * self.best.workers <= self.present.workers and self.better.as_fast

    def run(self) -> None:
        """Search until the best setting is found or the time is over, and ask whether it is better than the present."""
        try:
            self.measure(self.present, ())  # warms up: files are read for the first time
            self._round(self.present, last=True)
            if self.present.workers <= 1 and self.tried[self.present].keeps_up:
                self.ended = "the step waits for nothing"
            else:
                self._search()
        except OutOfTimeError:
            self.in_time = False
        if self.best not in self.tried or not self.tried[self.best].rounds:
            self.best = self.present
        if self.best == self.present:
            return
        try:
            self.better = self._compare(self.best, self.present, LAST)
        except OutOfTimeError:
            self.in_time = False

    def _search(self) -> None:
        too_few = self._climb()
        self._take_if_faster(replace(self.best, persistent=not self.best.persistent), OPTION)
        self._take_fewest(too_few)
        self._take_fewer_that_start_sooner()
        if self.present.workers:  # else the last question asks the same
            alone = Setting(0, pin=self.present.pin)
            if self._compare(alone, self.best, TURN).faster:
                self.best = alone
                return
        if not self.tried[self.best].keeps_up:
            self._take_if_faster(replace(self.best, prefetch=2 * self.best.prefetch), OPTION)
        if self.best.prefetch > PREFETCH:
            self._take_if_as_fast(replace(self.best, prefetch=PREFETCH), self.best)
        if self.pins:
            self._take_if_faster(replace(self.best, pin=not self.best.pin), OPTION)

    def _climb(self) -> int:
        """Find the number of workers of which more are not faster, or with which the step waits for none.

        Return the last number that was too few, 0 if a single worker is not.
        """
        start = self.present if self.present.workers else Setting(1, pin=self.present.pin)
        self.best = replace(start, workers=1)
        too_few = 0
        self._round(self.best)
        while not self.tried[self.best].keeps_up:
            tried = self.tried[self.best]
            most = max(MOST, MOST_OF_CORE * self.cores)
            if self.best.workers >= self.cores and self._is_busy(tried):
                self.ended = f"{self.best.workers} workers keep the cores busy"
                return too_few
            if self.best.workers >= most:
                self.ended = f"more than {self.best.workers} workers are not tried"
                return too_few
            more = replace(self.best, workers=min(self._wanted(tried), most))
            if not self.room(more, tried):
                self.ended = f"there is no memory for {more.workers} workers"
                return too_few
            gained = self._gain(more, self.best)
            if self.tried[more].error:
                self.ended = f"{more.workers} workers fail"
                return too_few
            if gained < LEAST_GAIN:
                self.ended = f"{more.workers} workers are no faster than {self.best.workers}, beyond noise"
                return too_few
            too_few, self.best = self.best.workers, more
        self.ended = f"with {self.best.workers} workers the step waits for nothing"
        return too_few

    def _wanted(self, tried: Tried) -> int:
        """How many workers to try next: as many as keep up if each does as much as before.

        Up to the number of cores this may be a leap, beyond at most twice as many.
        """
        number = tried.setting.workers
        most = min(LEAP * number, self.cores) if number < self.cores else 2 * number
        return min(most, math.ceil(number / max(1 - tried.waited, 1 / LEAP)))

    def _is_busy(self, tried: Tried) -> bool:
        """Whether the cores are busy with so many workers; so it is believed where the system does not say."""
        return min((r.busy for r in tried.rounds if r.busy is not None), default=1.0) >= BUSY

    def _take_fewest(self, too_few: int) -> None:
        """Of the numbers from one that is too few to the last of the climb, find the least that is as fast."""
        most = self.best
        while too_few and self.best.workers - too_few > max(1, most.workers // 8):
            fewer = replace(most, workers=(too_few + self.best.workers) // 2)
            if not self._take_if_as_fast(fewer, most):
                too_few = fewer.workers

    def _take_fewer_that_start_sooner(self) -> None:
        """In a short epoch, the start of many workers may take longer than they save."""
        fewer = [
            setting
            for setting, tried in self.tried.items()
            if tried.rounds and 0 < setting.workers < self.best.workers
            if setting == replace(self.best, workers=setting.workers)
        ]
        if fewer:
            likely = max(fewer, key=self._epoch)
            if self._epoch(likely) >= LEAST_GAIN * self._epoch(self.best):
                self._take_if_faster(likely, TURN)

    def _epoch(self, setting: Setting) -> float:
        return median(measured.epoch for measured in self.tried[setting].rounds)

    def _take_if_faster(self, setting: Setting, care: Care) -> None:
        if self._compare(setting, self.best, care).faster:
            self.best = setting

    def _take_if_as_fast(self, setting: Setting, fast: Setting) -> bool:
        """Take a setting that costs less, unless it is slower; return whether it was taken."""
        if self._gain(fast, setting) >= LEAST_GAIN or self.tried[setting].error:
            return False
        self.best = setting
        return True

    def _gain(self, new: Setting, old: Setting) -> float:
        """By which factor a setting is faster than another, by all rounds of both: at most a few, where one is clear.

        A setting that fails gains nothing.
        """
        factor = 0.0
        for number in range(1, ROUNDS + 1):
            for setting in (new, old):
                if len(self.tried[setting].rounds if setting in self.tried else ()) < number:
                    self._round(setting)
            news, olds = ([r.steady for r in self.tried[setting].rounds] for setting in (new, old))
            if not (news and olds):
                return 0.0
            factor = gain(news, olds)
            if factor >= CLEAR:
                break
        return factor

    def _compare(self, new: Setting, old: Setting, care: Care) -> Answer:
        """Measure both in turn until it is clear whether the new one is faster.

        The last question has more rounds as long as there is time and its answer is not clear. Where time is up before
        it has its least, the rounds that there are show what is clear.
        """
        news: list[float] = []
        olds: list[float] = []
        answer = Answer(faster=False, gain=1.0, chance=1.0)
        for number in range(care.most):
            # The order changes, so that neither always follows the other.
            pair = [(new, news), (old, olds)][:: 1 if number % 2 else -1]
            try:
                for setting, speeds in pair:
                    if (measured := self._round(setting, last=care is LAST)) is None:
                        return Answer(faster=setting is old, gain=1.0, chance=1.0)
                    speeds.append(measured.epoch)
            except OutOfTimeError:
                if care is not LAST or number < ROUNDS:
                    raise
                self.in_time = False
                return answer
            factor, luck = gain(news, olds), chance(news, olds)
            as_fast = chance([LEAST_GAIN * speed for speed in news], olds) <= care.chance
            if number + 1 >= care.rounds:
                answer = Answer(factor >= LEAST_GAIN and luck <= care.chance, factor, luck, as_fast)
                if answer.faster or self._gains_nothing(news, olds, care):
                    break
            elif care is LAST:
                answer = Answer(factor >= CLEAR and luck <= TURN.chance, factor, luck, as_fast)
            elif care is TURN and not 1 / CLEAR < factor < CLEAR:
                return Answer(factor >= CLEAR, factor, luck)
        return answer

    def _gains_nothing(self, news: list[float], olds: list[float], care: Care) -> bool:
        """Whether a setting gains too little to be worth a change: as it looks, in the end beyond noise."""
        if care is LAST:
            return chance([LEAST_GAIN * speed for speed in olds], news) <= care.chance
        return gain(news, olds) < LEAST_GAIN

    def _round(self, setting: Setting, *, last: bool = False) -> Round | None:
        tried = self.tried.setdefault(setting, Tried(setting))
        if tried.error:
            return None
        try:
            likely = setting if self.best == self.present else self.best
            measured = self.measure(setting, () if last else (likely, self.present))
        except OutOfTimeError:
            raise
        except Exception as error:
            if setting == self.present:
                raise
            lines = str(error).strip().splitlines() or [""]
            tried.error = f"{type(error).__name__}: {lines[-1]}"
            return None
        tried.rounds.append(measured)
        return measured
