"""Tune: the step of a program's loop, the command on programs that sleep, and how what it finds is written.

How fast a computer is that others use as well cannot be tested: `test_search` simulates loaders, and
`tests/benchmarks/tune.py` measures them in earnest.
"""

from __future__ import annotations

import json
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
from loaderlint.tune.loaders import find
from loaderlint.tune.tuning import Tuned, Tuning
from loaderlint.tune.view import as_document, as_text
from loaderlint.verifying.child.experiments._round import _size
from loaderlint.verifying.child.experiments._settings import Round, Setting, Tried
from loaderlint.verifying.child.step import Loop
from loaderlint.verifying.host.observed import LoaderOnTrial
from loaderlint.verifying.shared.measurement import Measurement
from tests.verify.tools import write


def test_samples_of_a_stream_are_counted() -> None:
    images = torch.zeros(3, 8)
    found = [_size(batch) for batch in (images, [images, 1], {"image": images}, [1, 2], torch.tensor(1), 7)]
    assert found == [3, 3, 3, 2, 1, 1]


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
    assert f"num_workers={workers}" in Path(path).read_text(encoding="utf-8")


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
    tried = [Tried(Setting(n), [Round(speed, speed, 0.1, waited=0.5)]).to_json() for n, speed in speeds.items()]
    parts = {
        "samples": 0.1,
        "collate": 0.001,
        "bytes": 1e6,
        "late": 0.05,
        "sent": None,
        "ran": 0.095,
        "held_up": 0.0,
        "read": 0.0,
    }
    figures: dict[str, Any] = {
        "tried": tried,
        "crowd": [],
        "parts": {},
        "copies": None,
        "prefetching": [],
        "starts": [],
    }
    figures |= {"timelines": [{"options": tried[0]["options"], "parts": parts}]}
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
