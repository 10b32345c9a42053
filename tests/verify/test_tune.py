"""Tune: what the search finds of loaders whose speed is known, and the command on programs that sleep.

How fast a computer is that others use as well cannot be tested: loaders that are bound by its processors are simulated,
with noise, and measured in earnest by `tests/benchmarks/tune.py`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from click import BadParameter
from click.testing import CliRunner, Result

from loaderlint.checking.engine import Result as Checked
from loaderlint.cli import main
from loaderlint.cli.tune import StepTime
from loaderlint.fixing.fix import fix_together
from loaderlint.projects import Projects
from loaderlint.tune.bounds import Bound, verdict_of
from loaderlint.tune.loaders import find
from loaderlint.tune.tuning import Tuned, Tuning
from loaderlint.tune.view import as_document, as_text
from loaderlint.verifying.child.experiments._climb import Climb, OutOfTimeError
from loaderlint.verifying.child.experiments._round import _size
from loaderlint.verifying.child.experiments._settings import Round, Setting, Tried, chance
from loaderlint.verifying.child.step import Loop
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


class Clock:
    """Time that passes where a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def looped(loop: Loop, clock: Clock, *, step: float, load: float = 0.0, most: int = 10_000) -> int:
    """One pass of a program whose step takes so long, as loading a batch does; return how many batches it got."""

    def loaded() -> list[int]:
        clock.now += load
        return [1]

    loop.begin()
    for number in range(most):
        try:
            loop.batch(loaded)
        except StopIteration:
            return number
        if loop.is_known:
            return number
        clock.now += step
    return most


@pytest.mark.parametrize("step", [0.001, 0.02, 0.08, 7.0])
@pytest.mark.parametrize("length", [None, 3, 6, 1000])
def test_the_step_is_measured_without_what_loading_takes(step: float, length: int | None) -> None:
    clock = Clock()
    loop = Loop(length, settle=lambda: None, clock=clock, cpu=clock)
    for _ in range(1000):
        looped(loop, clock, step=step, load=1.0)
        clock.now += 50.0  # a validation
        if loop.is_known:
            break
    assert loop.is_known
    assert loop.step
    assert loop.step.seconds == pytest.approx(step)
    assert loop.step.cpu == pytest.approx(step)


def test_a_pass_has_as_many_batches_as_ever() -> None:
    clock = Clock()
    loop = Loop(7, settle=lambda: None, clock=clock, cpu=clock)
    assert [looped(loop, clock, step=0.1) for _ in range(2)] == [7, 7]


def test_a_step_on_a_gpu_ends_when_the_gpu_has_done_it() -> None:
    """The program hands work over at once, which a device does later: 10 ms for each step."""
    clock = Clock()
    queued = 0.0

    def settle() -> None:
        nonlocal queued
        clock.now, queued = clock.now + queued, 0.0

    loop = Loop(None, settle=settle, clock=clock, cpu=clock)
    while not loop.is_known:
        loop.batch(lambda: [1])
        clock.now += 0.001
        queued += 0.009
    assert loop.step
    assert loop.step.seconds == pytest.approx(0.01)


def test_a_program_may_take_its_batches_apart() -> None:
    loop = Loop(None, settle=lambda: None, clock=Clock(), cpu=Clock())
    for _ in range(9):
        batch = loop.batch(lambda: {"image": [torch.zeros(1)], "label": 1})
        assert batch.pop("label") == 1
        batch["image"].clear()


def test_a_loop_that_never_comes_to_a_second_batch_has_no_step() -> None:
    loop = Loop(None, settle=lambda: None, clock=Clock(), cpu=Clock())
    loop.batch(lambda: [1])
    assert loop.step is None


class WithStep(Simulated):
    """A simulated loader whose consumer takes so many seconds for a batch of one sample."""

    def __init__(self, speed: Callable[[Setting], float], step: float, **options: Any) -> None:
        super().__init__(speed, **options)
        self.step = step

    def __call__(self, setting: Setting, last: bool) -> Round:
        loaded = super().__call__(setting, last)
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


def measured(
    parts: dict[str, float | None], speeds: dict[int, float], present: int, *, keeps_up: bool = False
) -> dict[str, Any]:
    """Figures of tune: where the time of a batch goes, and the samples a second by the number of workers."""
    rounds = {
        n: Tried(Setting(n), [Round(speed, speed, 0.1, waited=0.01 if keeps_up else 0.5)])
        for n, speed in speeds.items()
    }
    return {
        "tried": [rounds[present].to_json(), *(tried.to_json() for n, tried in rounds.items() if n != present)],
        "timelines": [{"options": Setting(present).options, "parts": parts}],
    }


BATCH: dict[str, float | None] = {"samples": 0.1, "collate": 0.001, "sent": 0.001, "busy": 0.05, "read": 0.0}


@pytest.mark.parametrize(
    ("figures", "bound"),
    [
        (measured(BATCH | {"busy": 0.95}, {0: 10}, 0), Bound.CPU),
        (measured(BATCH, {1: 10, 2: 20}, 1), Bound.WAITING),
        (measured(BATCH, {1: 10, 2: 10.1}, 1), Bound.LOCK),
        (measured(BATCH | {"read": 4e6}, {1: 10, 2: 20}, 1), Bound.DISK),
        (measured(BATCH | {"samples": 0.001, "collate": 0.05, "sent": 0.03}, {1: 10, 2: 11}, 1), Bound.TRANSPORT),
        (measured(BATCH | {"samples": 0.02, "sent": 0.05, "busy": 0.9}, {1: 10, 2: 11}, 1), Bound.TRANSPORT),
        (measured(BATCH | {"busy": 0.95}, {2: 10}, 2, keeps_up=True), Bound.CONSUMER),
        (measured(BATCH | {"sent": None}, {2: 10}, 2), Bound.CONSUMER),
        (measured(BATCH | {"sent": None, "busy": 0.95}, {0: 10}, 0), Bound.CPU),
    ],
)
def test_what_holds_a_loader_back_is_named(figures: dict[str, Any], bound: Bound) -> None:
    verdict = verdict_of(figures, 0, own_collate=False)
    assert verdict
    assert verdict.bound is bound


def test_a_collate_fn_of_the_program_makes_samples() -> None:
    figures = measured(BATCH | {"samples": 0.01, "collate": 0.09, "busy": 0.9}, {1: 10, 2: 20}, 1)
    verdict = verdict_of(figures, 0, own_collate=True)
    assert verdict
    assert verdict.bound is Bound.CPU
    assert verdict.numbers == (
        "of 101 ms for a batch, samples take 10 ms, collate 90 ms and sending 1 ms; a core works for 90% of it"
    )


def test_nothing_is_said_where_the_time_of_a_batch_is_not_known() -> None:
    assert verdict_of(measured({}, {1: 10}, 1), 0, own_collate=False) is None


@pytest.mark.parametrize(
    ("program", "where"),
    [
        (
            'import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("-w", "--workers", default=4)\n'
            "loader = DataLoader([1], num_workers=parser.parse_args().workers)",
            "give `--workers 8` on the command line, or make it the default at train.py:5:48",
        ),
        (
            'import yaml\nwith open("data.yaml") as file:\n    settings = yaml.safe_load(file)\n'
            'loader = DataLoader([1], num_workers=settings["workers"])',
            "write 8 for `num_workers` at data.yaml:2:10",
        ),
        (
            'from transformers import Trainer, TrainingArguments\nargs = TrainingArguments("out")\n'
            "trainer = Trainer(args=args, train_dataset=[1])\ntrainer.train()",
            "give `TrainingArguments` `dataloader_num_workers=8` at train.py:4:8",
        ),
        (
            "from transformers import Trainer, TrainingArguments\n"
            'args = TrainingArguments("o", dataloader_num_workers=2)\n'
            "trainer = Trainer(args=args, train_dataset=[1])\ntrainer.train()",
            "write `dataloader_num_workers=8` at train.py:4:31",
        ),
        (
            "N = 4\ndef make(n):\n    return DataLoader([1], num_workers=n)\nloader = make(N)",
            "write 8 for `num_workers` at train.py:3:5",
        ),
    ],
)
@pytest.mark.usefixtures("project")
def test_the_place_to_write_a_setting_is_named(program: str, where: str) -> None:
    Path("data.yaml").write_text("batch: 4\nworkers: 2\n", encoding="utf-8")
    path = Path(write("train.py", "from torch.utils.data import DataLoader", program))
    (found,) = find([path], Projects((path,), isolated=True).of(path))
    assert found.where({"num_workers": 8, "prefetch_factor": None}) == [where]


@pytest.mark.parametrize(("text", "seconds"), [("80ms", 0.08), ("0.2s", 0.2), ("0", 0.0), (".5 s", 0.5), ("1s", 1.0)])
def test_the_time_of_a_step_is_read_as_people_write_it(text: str, seconds: float) -> None:
    assert StepTime().convert(text, None, None) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["80", "ms", "-1s", "1m", "1..2s", ""])
def test_what_is_no_time_is_an_error(text: str) -> None:
    with pytest.raises(BadParameter, match="write it as in 80ms"):
        StepTime().convert(text, None, None)


def tuned_as(name: str, speeds: dict[int, float], *, faster: bool, step: float | None) -> Tuned:
    """A loader whose present setting is the first of those that were tried, and the best the last."""
    figures = measured(BATCH | {"busy": 0.95}, speeds, next(iter(speeds)))
    figures |= {"best": len(speeds) - 1, "faster": faster, "cheaper": False, "gain": 2.0, "chance": 0.01, "ended": ""}
    figures |= {"cores": 2, "pins": False, "gpu": False, "in_time": True, "step": step, "step_cpu": 0.0}
    return Tuned(LoaderOnTrial({"class": name}, [Measurement("tune", figures=figures)]), None)


def test_several_loaders_have_an_overview_first() -> None:
    slow = tuned_as("Slow", {0: 10, 4: 40}, faster=True, step=0.02)
    quick = tuned_as("Quick", {2: 50}, faster=False, step=0.02)
    unknown = tuned_as("Unknown", {0: 10, 4: 40}, faster=True, step=None)
    lines = as_text(Tuning([quick, unknown, slow])).splitlines()
    assert lines[0].split("  ")[0] == "loader"
    assert [line.split("(")[0] for line in lines[1:4]] == ["Slow", "Quick", "Unknown"]
    assert [line.split()[-1] for line in lines[1:4]] == ["5x", "1x", "-"]
    document = json.loads(as_document(Tuning([slow, unknown])))
    assert [one["most_gain"] for one in document["loaders"]] == [5.0, None]
    assert document["loaders"][0]["bound"]["by"] == "CPU"
    assert "faster loading can gain at most 5x" in as_text(Tuning([slow]))
    assert "give --step-time" in as_text(Tuning([unknown]))


STEPPING = """
import torch
from torch.utils.data import DataLoader

train = DataLoader(torch.zeros(64, 2), batch_size=4)
test = DataLoader(torch.zeros(40, 2), batch_size=4)
for epoch in range(100_000):
    for batch in train:
        batch.mul_(2)
    for batch in test:
        batch.add_(1)
"""


@pytest.mark.usefixtures("project")
def test_the_step_of_each_loader_is_measured_in_its_own_loop() -> None:
    result = tune(write("train.py", STEPPING), "--budget", "2", "--output-format", "json")
    assert result.exit_code in (0, 1), result.output
    loaders = json.loads(result.stdout)["loaders"]
    assert len(loaders) == 2
    assert all(one["figures"]["step"] > 0 for one in loaders)


@pytest.mark.usefixtures("project")
def test_with_a_step_that_is_given_nothing_is_trained() -> None:
    path = write("train.py", STEPPING.replace("batch.mul_(2)", 'raise SystemExit("it trained")'))
    result = tune(path, "--budget", "2", "--output-format", "json", "--step-time", "30ms")
    assert [one["figures"]["step"] for one in json.loads(result.stdout)["loaders"]] == [0.03, 0.03]


PREPARED = """
import torch
from torch.utils.data import DataLoader


class Prepared(DataLoader):
    '''As a library builds a loader anew, elsewhere.'''

    def __iter__(self):
        for batch in super().__iter__():
            yield batch


loader = DataLoader(torch.zeros(64, 2), batch_size=4)
exec(compile("loader = Prepared(loader.dataset, batch_size=4)", "library.py", "exec"))
while True:
    for batch in loader:
        batch.mul_(2)
"""


@pytest.mark.usefixtures("project")
def test_the_loop_over_a_loader_that_a_library_builds_anew_is_that_of_the_first() -> None:
    result = tune(write("train.py", PREPARED), "--budget", "2", "--output-format", "json")
    (loader,) = json.loads(result.stdout)["loaders"]
    assert loader["figures"]["step"] > 0
