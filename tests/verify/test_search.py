"""The search of tune, on loaders whose speed is known: no clock and no workers are needed to see what it finds."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaderlint.verifying.child.experiments._budget import OutOfTimeError
from loaderlint.verifying.child.experiments._climb import Climb
from loaderlint.verifying.child.experiments._settings import PREFETCH, Round, Setting, chance
from loaderlint.verifying.child.experiments._usage import Load, Usage
from tests.verify.simulated import Machine, Work

CORES = 8


class Simulated:
    """A loader with a speed of its own for each setting, measured with some noise, for so many rounds.

    It takes a second to start each worker, for every epoch of so many samples unless they persist.
    """

    def __init__(
        self,
        speed: Callable[[Setting], float],
        *,
        noise: float,
        busy: float,
        rounds: int = 200,
        samples: float = 1e9,
        seed: int = 0,
    ) -> None:
        self.speed = speed
        self.noise = noise
        self.busy = busy
        self.left = rounds
        self.samples = samples
        self.random = random.Random(seed)

    def __call__(self, setting: Setting, keep: Sequence[Setting]) -> Round:
        self.left -= 1
        if self.left < (16 if keep else 0):
            raise OutOfTimeError
        speed = self.speed(setting) * self.random.uniform(1 - self.noise, 1 + self.noise)
        epoch = self.samples / (self.samples / speed + setting.workers * (not setting.persistent))
        return Round(speed, epoch, 0.1, busy=min(1.0, self.busy * setting.workers / CORES))


def cpu_bound(setting: Setting) -> float:
    return 100.0 * min(max(setting.workers, 1), CORES) - 2 * setting.workers


def sleeping(setting: Setting) -> float:
    return 10.0 * max(setting.workers, 1)


def fast(setting: Setting) -> float:
    return 100_000.0 if not setting.workers else 40_000.0 + 100 * setting.workers


def behind_a_lock(_: Setting) -> float:
    return 200.0


def climbed(speed: Callable[[Setting], float], present: Setting, **options: Any) -> Climb:
    options = {"noise": 0.03, "busy": 1.0} | options
    climb = Climb(Simulated(speed, **options), present, CORES)
    climb.run()
    return climb


@pytest.mark.parametrize(
    ("speed", "present", "busy", "best"),
    [
        (cpu_bound, Setting(0), 1.0, cpu_bound(Setting(8))),
        (cpu_bound, Setting(32), 1.0, cpu_bound(Setting(8))),
        (sleeping, Setting(0), 0.01, sleeping(Setting(32))),
        (fast, Setting(4), 1.0, fast(Setting(0))),
    ],
)
@pytest.mark.parametrize("noise", [0.0, 0.03, 0.1])
def test_the_best_setting_is_found(
    speed: Callable[[Setting], float], present: Setting, busy: float, best: float, noise: float
) -> None:
    climb = climbed(speed, present, noise=noise, busy=busy)
    assert climb.better
    assert climb.better.faster or speed(present) >= 0.9 * best
    assert speed(climb.best) >= 0.9 * best
    assert climb.better.chance <= 0.01 or not climb.better.faster


@pytest.mark.parametrize("present", [Setting(0), Setting(1), Setting(8, persistent=True)])
@pytest.mark.parametrize("noise", [0.0, 0.03, 0.1, 0.3])
def test_nothing_is_changed_for_less_than_the_noise(present: Setting, noise: float) -> None:
    climb = climbed(behind_a_lock, present, noise=noise, busy=0.01)
    assert climb.better is None or not climb.better.faster
    assert climb.ended


def test_noise_alone_is_seldom_taken_for_more() -> None:
    random_ = random.Random(1)
    wrong = sum(
        chance([random_.gauss(1, 0.2) for _ in range(5)], [random_.gauss(1, 0.2) for _ in range(5)]) <= 0.01
        for _ in range(1000)
    )
    assert wrong < 20
    assert chance([2.0] * 5, [1.0] * 5) == 1 / 252
    assert chance([1.0] * 5, [1.0] * 5) == 1
    assert chance([1.0] * 5, [2.0] * 5) == 1


@given(st.lists(st.integers(0, 5), min_size=1, max_size=5), st.lists(st.integers(0, 5), min_size=1, max_size=5))
def test_chance_is_the_share_of_ways_to_deal_the_speeds_out(fast: list[int], slow: list[int]) -> None:
    def won(some: Sequence[int], others: Sequence[int]) -> float:
        return sum((one > other) + (one == other) / 2 for one in some for other in others)

    speeds = [*fast, *slow]
    ways = [*itertools.combinations(range(len(speeds)), len(fast))]
    dealt = [won([speeds[n] for n in way], [s for n, s in enumerate(speeds) if n not in way]) for way in ways]
    as_far = sum(one >= won(fast, slow) for one in dealt)
    assert chance([*map(float, fast)], [*map(float, slow)]) == as_far / len(ways)


def changed(speed: Callable[[Setting], float], **options: Any) -> list[Climb]:
    """Thirty searches from a loader without workers, each with luck of its own."""
    return [climbed(speed, Setting(0), busy=0.01, seed=seed, **options) for seed in range(30)]


def test_a_gain_that_the_first_rounds_leave_open_is_found() -> None:
    """A worker makes it 1.1 times as fast, and each round is up to 12 % off: a few rounds often leave that open."""
    found = changed(lambda setting: 110.0 if setting.workers else 100.0, noise=0.12)
    assert sum(bool(climb.better and climb.better.faster) for climb in found) >= 24


def test_of_equals_the_present_setting_nearly_always_stays() -> None:
    found = changed(behind_a_lock, noise=0.15)
    assert sum(bool(climb.better and climb.better.faster) for climb in found) <= 3


def test_an_option_that_gains_nothing_is_not_recommended_beside_workers_that_do() -> None:
    found = changed(lambda setting: 10.0 * min(max(setting.workers, 1), 8), noise=0.1)
    assert sum(climb.best.prefetch != PREFETCH or climb.best.persistent for climb in found) <= 1


def test_the_climb_ends_early() -> None:
    climb = climbed(behind_a_lock, Setting(0), busy=0.01)
    assert max(setting.workers for setting in climb.tried) <= 4


def test_of_options_that_make_no_difference_none_is_changed() -> None:
    climb = climbed(sleeping, Setting(2), busy=0.01)
    assert climb.best == Setting(32)


def test_workers_that_start_slowly_are_kept() -> None:
    assert climbed(cpu_bound, Setting(0), samples=8000).best == Setting(8, persistent=True)


def test_where_they_cannot_be_kept_fewer_are_started() -> None:
    def speed(setting: Setting) -> float:
        if setting.persistent:
            raise RuntimeError
        return sleeping(setting)

    # Of n workers, an epoch takes 800 / 10 n + n seconds: the least for n = 9.
    assert climbed(speed, Setting(0), busy=0.01, samples=800).best == Setting(8)


def test_when_time_is_up_the_best_so_far_is_put_to_the_test() -> None:
    climb = climbed(sleeping, Setting(0), busy=0.01, rounds=20)
    assert not climb.in_time
    assert 2 <= climb.best.workers < 32
    assert climb.better
    assert climb.better.faster


@pytest.mark.parametrize("rounds", range(2, 60))
def test_whenever_time_is_up_the_best_was_measured(rounds: int) -> None:
    climb = climbed(sleeping, Setting(0), busy=0.01, rounds=rounds)
    assert climb.tried[climb.best].rounds
    assert not climb.better or climb.better.chance <= (0.01 if climb.in_time else 0.05) or not climb.better.faster
    assert not (climb.better and climb.better.faster and climb.best == climb.present)


def test_a_setting_that_fails_is_none() -> None:
    def speed(setting: Setting) -> float:
        if setting.workers > 4:
            raise RuntimeError("bus error\nno room in /dev/shm")
        return sleeping(setting)

    climb = climbed(speed, Setting(0), busy=0.01)
    assert climb.best.workers == 4
    assert climb.ended == "8 workers fail"
    assert climb.tried[Setting(8)].error == "RuntimeError: no room in /dev/shm"
    with pytest.raises(RuntimeError, match="bus error"):
        climbed(speed, Setting(8))


def test_workers_are_no_more_than_memory_has_room_for() -> None:
    climb = Climb(Simulated(sleeping, noise=0, busy=0), Setting(0), CORES, room=lambda new, _: new.workers <= 4)
    climb.run()
    assert climb.best.workers == 4
    assert "memory" in climb.ended


class WithStep(Simulated):
    """A simulated loader whose consumer takes so many seconds for a batch of one sample."""

    def __init__(self, speed: Callable[[Setting], float], step: float, **options: Any) -> None:
        super().__init__(speed, **options)
        self.step = step

    def __call__(self, setting: Setting, keep: Sequence[Setting]) -> Round:
        loaded = super().__call__(setting, keep)
        load = 1 / loaded.steady
        takes = load + self.step if not setting.workers else max(load, self.step)
        waited = load / takes if not setting.workers else max(0.0, 1 - self.step / takes)
        return replace(loaded, steady=1 / takes, epoch=1 / takes, waited=waited)


def with_step(speed: Callable[[Setting], float], step: float, present: Setting, **options: Any) -> Climb:
    climb = Climb(WithStep(speed, step, **{"noise": 0.01, "busy": 0.3} | options), present, CORES)
    climb.run()
    return climb


@pytest.mark.parametrize(
    ("speed", "step", "present", "workers"),
    [
        (sleeping, 0.08, Setting(0), 2),  # a sample takes 100 ms: two workers keep up
        (sleeping, 0.02, Setting(0), 5),
        (sleeping, 0.02, Setting(1), 5),
        (sleeping, 0.02, Setting(24), 5),
        (cpu_bound, 0.0045, Setting(0), 3),  # 10 ms of work for a sample
        (behind_a_lock, 0.02, Setting(0), 1),
        (behind_a_lock, 0.0, Setting(8), 1),
    ],
)
def test_the_fewest_workers_are_found_with_which_the_step_never_waits(
    speed: Callable[[Setting], float], step: float, present: Setting, workers: int
) -> None:
    climb = with_step(speed, step, present)
    assert climb.best.workers == workers
    assert climb.better
    assert climb.better.faster or climb.cheaper


def test_fewer_workers_than_now_are_found_between_two_rungs() -> None:
    """Of 5, 12 and 16 workers, all as fast, the first is found, although the climb goes from 4 to 16."""
    climb = Climb(Simulated(lambda s: 20.0 * min(s.workers, 5), noise=0.01, busy=0.1), Setting(12), 16)
    climb.run()
    assert climb.best.workers in (5, 6)
    assert climb.cheaper


@pytest.mark.parametrize("step", [0.0, 0.02, 0.08])
def test_without_workers_only_where_that_wins_with_the_step_in_place(step: float) -> None:
    """Workers make samples slower here, but beside a step that hides it."""
    climb = with_step(lambda s: 100.0 if not s.workers else 60.0, step, Setting(1))
    assert climb.best.workers == (0 if not step else 1)
    assert bool(climb.better and climb.better.faster) == (not step)


@pytest.mark.parametrize("workers", [0, 1])
def test_what_is_fast_already_stays(workers: int) -> None:
    climb = with_step(fast, 0.02, Setting(workers))
    assert climb.best == climb.present
    assert climb.better is None
    assert climb.ended == "the step waits for nothing"


def test_a_tie_goes_to_the_present_setting() -> None:
    climb = with_step(sleeping, 0.08, Setting(3))
    assert climb.best.workers == 2
    assert climb.better
    assert not climb.better.faster
    assert not climb.cheaper


def test_fewer_workers_are_not_recommended_where_they_may_be_slower() -> None:
    assert with_step(behind_a_lock, 0.0, Setting(8), noise=0.01).cheaper
    assert not with_step(behind_a_lock, 0.0, Setting(8), noise=0.3).cheaper
    assert not with_step(lambda s: 190.0 if s.workers < 8 else 200.0, 0.0, Setting(8), noise=0.01).cheaper


#: A batch of each kind of loader, with the number of workers that it has at present.
WORKLOADS = {
    "CPU": (Work(cpu=0.064), 0),
    "sleep": (Work(sleep=0.16), 1),
    "one lock": (Work(lock=0.032, cpu=0.001), 0),
    "one lock for all": (Work(lock=0.032, cpu=0.001), 8),
    "transport": (Work(cpu=0.03, receive=0.004), 0),
    "transport from workers": (Work(cpu=0.03, receive=0.004), 2),
    "consumer": (Work(cpu=0.0002), 16),
    "already fast": (Work(cpu=0.0002), 0),
}

GRID = (0, 1, 2, 3, 4, 6, 8, 12, 16)


def searched(name: str, step: float, cores: int, budget: float, noise: float) -> tuple[Machine, Climb]:
    work, workers = WORKLOADS[name]
    machine = Machine(work, step, cores, budget, noise)
    climb = Climb(machine.measure, Setting(workers), cores)
    climb.run()
    return machine, climb


def chosen(climb: Climb) -> Setting:
    changes = climb.better and (climb.better.faster or climb.cheaper)
    return climb.best if changes else climb.present


@pytest.mark.parametrize("name", WORKLOADS)
@pytest.mark.parametrize("step", [0.0, 0.02, 0.08])
@pytest.mark.parametrize("cores", [2, 16])
@pytest.mark.parametrize(("budget", "noise"), [(20.0, 0.0), (20.0, 0.02), (60.0, 0.1)])
def test_what_is_chosen_is_within_a_tenth_of_the_best_of_a_grid(
    name: str, step: float, cores: int, budget: float, noise: float
) -> None:
    machine, climb = searched(name, step, cores, budget, noise)
    best = max(machine.epoch(Setting(n, persistent=kept)) for n in GRID for kept in (False, True))
    assert machine.epoch(chosen(climb)) >= 0.9 * best, (chosen(climb), climb.ended, climb.tried.keys())
    assert machine.now <= 1.5 * budget


def test_the_present_setting_of_most_of_them_is_far_off_the_best() -> None:
    far = 0
    for work, workers in WORKLOADS.values():
        machine = Machine(work, 0.02, 16, 60.0)
        best = max(machine.epoch(Setting(n, persistent=True)) for n in GRID)
        far += best >= 1.5 * machine.epoch(Setting(workers))
    assert far >= 4


@pytest.mark.parametrize(
    ("ran", "held_up", "busy", "others"),
    [
        (2.0, 0.0, 1.0, 0.0),  # both of two workers run all the time
        (0.2, 1.8, 1.0, 0.9),  # and would, if others did not
        (0.02, 0.0, 0.01, 0.0),  # they sleep
        (0.02, 1.0, 0.02, 0.99),  # and would, but it takes long until they get a core for the little that they do
        (0.9, 0.0, 0.45, 0.55),
    ],
)
def test_others_on_the_machine_do_not_make_workers_look_busy(
    ran: float, held_up: float, busy: float, others: float
) -> None:
    before = Load(Usage(5.0, 5.0), Usage(3.0, 3.0), 2, 100.0)
    after = Load(Usage(5.0 + ran, 5.0 + held_up), Usage(3.0 + ran, 3.0 + held_up), 2, 100.0 + ran + 2 * others)
    assert after.shares_since(before, 2, 1.0) == pytest.approx((busy, others))
    assert after.shares_since(before._replace(machine=None), 2, 1.0)[1] is None
