"""What a sample's time goes into: hooks in a worker, which see files, decoding and transforms, and change nothing."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.utils.data import DataLoader, Dataset, IterableDataset

from loaderlint.verifying.child.experiments._parts import _pass, parts_of
from loaderlint.verifying.child.experiments._seams import Recorder, transforms_of
from loaderlint.verifying.child.subject import Subject

SLEEP = 0.02


class Compose:
    def __init__(self, *transforms: Any) -> None:
        self.transforms = list(transforms)

    def __call__(self, sample: Any) -> Any:
        for transform in self.transforms:
            sample = transform(sample)
        return sample


class Slow:
    def __call__(self, sample: Any) -> Any:
        time.sleep(SLEEP)
        return sample


class Module(torch.nn.Module):
    def forward(self, sample: Any) -> Any:
        time.sleep(2 * SLEEP)
        return sample


def slow(sample: Any) -> Any:
    time.sleep(3 * SLEEP)
    return sample


class Files(Dataset[Any]):
    def __init__(self, paths: list[Path], transform: Any) -> None:
        self.paths = paths
        self.transform = transform

    def __len__(self) -> int:
        return len(self.paths)

    def __getitem__(self, index: int) -> Any:
        with self.paths[index].open(encoding="utf-8") as file:
            content = file.read()
        return self.transform(torch.tensor(json.loads(content)))


class Stream(IterableDataset[Any]):
    def __init__(self, files: Files) -> None:
        self.files = files

    def __iter__(self) -> Any:
        return (self.files[index] for index in range(len(self.files)))


@pytest.fixture
def files(tmp_path: Path) -> Files:
    paths = [tmp_path / f"{number}.json" for number in range(6)]
    for path in paths:
        path.write_text(json.dumps([1.0] * 1000), encoding="utf-8")
    return Files(paths, Compose(Slow(), Compose(Module(), slow)))


@pytest.mark.parametrize("kind", ["map", "stream"])
def test_each_transform_is_timed_by_itself(files: Files, kind: str) -> None:
    dataset: Any = files if kind == "map" else Stream(files)
    found, opened = _pass(Subject(DataLoader(dataset, batch_size=3), {}))
    named = {name: part["wall"] for name, part in found["parts"].items()}
    assert list(named) == ["read", "decode", "1. Slow", "2. Compose", "3. Module", "4. slow"]
    # How long a sleep takes, others on the machine decide; it is never shorter.
    assert named["1. Slow"] >= SLEEP
    assert named["3. Module"] >= 2 * SLEEP
    assert named["4. slow"] >= 3 * SLEEP
    assert found["parts"]["4. slow"]["cpu"] < 3 * SLEEP
    assert named["read"] > 0
    assert found["wall"] >= sum(named.values())
    assert {Path(path).name for path in opened} >= {f"{number}.json" for number in range(6)}


def test_samples_that_read_nothing_have_no_parts() -> None:
    rows: Any = torch.zeros(8, 2)
    found, _ = _pass(Subject(DataLoader(rows), {}))
    assert found["parts"] == {}
    # Two clocks, read one after the other, differ by more than such samples take.
    assert found["wall"] > 0
    assert found["cpu"] > 0


def test_nothing_is_changed_in_this_process(files: Files) -> None:
    before = open, Slow.__call__, Module.__call__, json.loads, [*files.transform.transforms]
    state = random.getstate(), torch.get_rng_state()
    assert parts_of(Subject(DataLoader(files, batch_size=3, shuffle=True), {}))["files"] >= 6
    assert before == (open, Slow.__call__, Module.__call__, json.loads, [*files.transform.transforms])
    assert state[0] == random.getstate()
    assert torch.equal(state[1], torch.get_rng_state())


def test_a_loader_whose_samples_raise_has_no_parts(files: Files) -> None:
    files.paths[0].write_text("not JSON", encoding="utf-8")
    assert parts_of(Subject(DataLoader(files), {})) == {}


def test_a_transform_alone_is_one() -> None:
    files = Files([], Slow())
    assert [name for name, _, _ in transforms_of(files)] == ["Slow"]
    assert [name for name, _, _ in transforms_of(Files([], None))] == []
    files.transform = Compose(Compose(Slow()))
    files.other = files  # type: ignore[attr-defined]
    assert [name for name, _, _ in transforms_of(files)] == ["Compose", "Slow"]


def test_what_runs_inside_of_a_part_counts_for_the_inner_one_alone() -> None:
    recorder = Recorder()
    begun = time.perf_counter()
    recorder.timed("outer", lambda: recorder.timed("inner", time.sleep, SLEEP))
    whole = time.perf_counter() - begun
    assert recorder.seconds["inner"] >= SLEEP
    # Nothing is counted twice, however long others on the machine make it take.
    assert recorder.seconds["outer"] + recorder.seconds["inner"] <= whole
    with pytest.raises(ZeroDivisionError):
        recorder.timed("outer", lambda: recorder.timed("inner", lambda: 1 // 0))
    recorder.timed("after", time.sleep, SLEEP)
    assert recorder.seconds["after"] >= SLEEP


OPENED = """
import io, os, pathlib, sys
from loaderlint.verifying.child.experiments._seams import Recorder

recorder = Recorder()
recorder.watch(None)
path = pathlib.Path(sys.argv[1])
assert path.read_bytes() == b"one\\r\\ntwo\\n"
assert path.read_text(encoding="utf-8") == "one\\ntwo\\n"
with open(path, newline="", encoding="utf-8") as file:
    assert [*file] == ["one\\r\\n", "two\\n"]
    assert file.name == path and file.mode == "r", (file.name, file.mode)
with open(path, "rb") as file:
    assert isinstance(file, io.BufferedReader)
    assert file.read(3) == b"one" and file.seek(5) == 5 and file.peek()[:3] == b"two" and file.mode == "rb"
    assert os.fstat(file.fileno()).st_size == 9
with open(path, "rb", buffering=0) as file:
    assert isinstance(file, io.FileIO)
path.with_suffix(".new").write_text("written", encoding="utf-8")
assert path.with_suffix(".new").read_text(encoding="utf-8") == "written"
try:
    open(path.with_suffix(".none"))
except FileNotFoundError as error:
    assert error.filename == str(path.with_suffix(".none")) or error.filename == path.with_suffix(".none")
else:
    raise AssertionError
assert recorder.files and recorder.seconds["read"] > 0
"""


def test_files_are_read_as_ever(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes(b"one\r\ntwo\n")
    done = subprocess.run([sys.executable, "-c", OPENED, str(path)], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
