"""Tune: what the search finds of loaders whose speed is known, and the command on programs that sleep.

How fast a computer is that others use as well cannot be tested: loaders that are bound by its processors are simulated,
with noise, and measured in earnest by `tests/benchmarks/tune.py`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from click.testing import CliRunner, Result

from loaderlint.checking.engine import Result as Checked
from loaderlint.cli import main
from loaderlint.fixing.fix import fix_together
from loaderlint.projects import Projects
from loaderlint.tune.loaders import find
from loaderlint.tune.tuning import Tuned
from loaderlint.verifying.child.experiments._climb import Climb, OutOfTimeError
from loaderlint.verifying.child.experiments._round import _size
from loaderlint.verifying.child.experiments._settings import Round, Setting, Tried, chance
from loaderlint.verifying.host.observed import LoaderOnTrial
from loaderlint.verifying.shared.measurement import Measurement
from tests.verify.tools import write

CORES = 8


class Simulated:
    """A loader with a speed of its own for each setting, measured with some noise, for so many rounds.

    It takes a second to start each worker, for every epoch of so many samples unless they persist.
    """

    def __init__(
        self, speed: Callable[[Setting], float], *, noise: float, busy: float, rounds: int = 200, samples: float = 1e9
    ) -> None:
        self.speed = speed
        self.noise = noise
        self.busy = busy
        self.left = rounds
        self.samples = samples
        self.random = random.Random(0)

    def __call__(self, setting: Setting, last: bool) -> Round:
        self.left -= 1
        if self.left < (0 if last else 16):
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


def test_samples_of_a_stream_are_counted() -> None:
    images = torch.zeros(3, 8)
    found = [_size(batch) for batch in (images, [images, 1], {"image": images}, [1, 2], torch.tensor(1), 7)]
    assert found == [3, 3, 3, 2, 1, 1]


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


def test_the_climb_ends_early() -> None:
    climb = climbed(behind_a_lock, Setting(0), busy=0.01)
    assert max(setting.workers for setting in climb.tried) == 2


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
    climb = climbed(sleeping, Setting(0), busy=0.01, rounds=36)
    assert not climb.in_time
    assert 2 <= climb.best.workers < 32
    assert climb.better
    assert climb.better.faster


@pytest.mark.parametrize("rounds", range(2, 60))
def test_whenever_time_is_up_the_best_was_measured(rounds: int) -> None:
    climb = climbed(sleeping, Setting(0), busy=0.01, rounds=rounds)
    assert climb.tried[climb.best].rounds
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


SLEEPING = """
import time
import torch
from torch.utils.data import DataLoader, Dataset


class Sleeping(Dataset):
    def __init__(self, lock=None):
        self.lock = lock

    def __len__(self):
        return 4000

    def __getitem__(self, index):
        if self.lock:
            with self.lock:
                time.sleep(0.01)
        else:
            time.sleep(0.05)
        return torch.zeros(2)
"""

RUN = """
    for batch in loader:
        raise SystemExit("it trained")


if __name__ == "__main__":
    main()
"""


def tune(*args: str) -> Result:
    return CliRunner().invoke(main, ["tune", *args], catch_exceptions=False)


@pytest.mark.usefixtures("project")
def test_more_workers_for_a_loader_that_sleeps() -> None:
    loader = "loader = DataLoader(Sleeping(), batch_size=2, shuffle=True)"
    path = write("train.py", SLEEPING, f"def main():\n    {loader}\n{RUN}")
    result = tune(path, "--output-format", "json", "--budget", "18", "--fix")
    assert result.exit_code == 0, result.output
    (tuned,) = json.loads(result.stdout)["loaders"]
    if tuned["verdict"] == "keep" and not tuned["figures"]["in_time"]:
        pytest.skip("this machine is too busy to measure anything in time")
    assert tuned["verdict"] == "change", tuned
    workers = tuned["recommendation"]["num_workers"]
    assert workers >= 2
    assert f"shuffle=True, num_workers={workers}" in Path(path).read_text(encoding="utf-8")


@pytest.mark.usefixtures("project")
def test_a_loader_that_cannot_be_faster_is_kept() -> None:
    loader = "loader = DataLoader(Sleeping(multiprocessing.Lock()), batch_size=2, num_workers=1)"
    path = write("train.py", "import multiprocessing", SLEEPING, f"def main():\n    {loader}\n{RUN}")
    before = Path(path).read_text(encoding="utf-8")
    result = tune("train:main", "--budget", "12", "--fix", "--report", "out.html")
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("keep"), result.stdout
    assert "train.py:24:14" in result.stdout
    assert "Keep the settings as they are" in Path("out.html").read_text(encoding="utf-8")
    assert Path(path).read_text(encoding="utf-8") == before


@pytest.mark.usefixtures("project")
def test_a_program_without_a_loader_is_an_error() -> None:
    result = tune(write("train.py", "import torch"))
    assert result.exit_code == 2
    assert "ran to its end and did not build a loader" in result.stdout
    assert tune("nothing.py").exit_code == 2


@pytest.mark.usefixtures("project")
def test_a_loader_that_raises_is_no_recommendation() -> None:
    path = write("train.py", SLEEPING, "loader = DataLoader([], batch_size=2)\nfor batch in loader:\n    pass")
    result = tune(path, "--budget", "5")
    assert result.exit_code == 2
    assert "the loader gives no batch" in result.stdout


def rewritten(call: str, options: dict[str, object]) -> str:
    """The call with the options written into it, or why they are not."""
    path = Path(write("train.py", "from torch.utils.data import DataLoader", f"loader = {call}"))
    (found,) = find([path], Projects((path,), isolated=True).of(path))
    finding = found.set(options)
    if finding.fix is None:
        return finding.refusal
    fixed = fix_together(Checked((), (), 1), [finding], Path.read_bytes)
    return fixed.texts[path].decode().partition("loader = ")[2].strip()


@pytest.mark.usefixtures("project")
def test_what_is_recommended_is_written_into_the_call() -> None:
    more: dict[str, object] = {"num_workers": 8, "persistent_workers": True}
    assert rewritten("DataLoader([1])", more) == "DataLoader([1], num_workers=8, persistent_workers=True)"
    assert rewritten("DataLoader([1], 2, True, None, None, 1)", {"num_workers": 8}).endswith("None, None, 8)")
    none: dict[str, object] = {"num_workers": 0, "prefetch_factor": None, "persistent_workers": None}
    assert rewritten("DataLoader([1], num_workers=4, prefetch_factor=2)", none) == "DataLoader([1], num_workers=0)"
    assert rewritten("DataLoader([1], num_workers=n)", more) == "`num_workers` is `n`: let that be 8"
    assert rewritten("DataLoader([1], num_workers=2 * n)", more) == "`num_workers` is computed: let that be 8"
    assert "several loaders" in rewritten("[DataLoader([n]) for n in range(2)]", more)


def test_without_workers_their_options_go() -> None:
    present = Tried(Setting(4, 4, persistent=True), [Round(1, 1, 1)])
    best = Tried(Setting(0), [Round(9, 9, 1)])
    figures = {"tried": [present.to_json(), best.to_json()], "best": 1, "faster": True}
    tuned = Tuned(LoaderOnTrial({}, [Measurement("tune", figures=figures)]), None)
    assert tuned.changes == {"num_workers": 0, "prefetch_factor": None, "persistent_workers": None}
