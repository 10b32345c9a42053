"""Loaders that are tried as they stand, in a notebook or a test."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils.data import DataLoader, Dataset, IterableDataset

import loaderlint
from tests.verify.tools import NOISY, write

pytestmark = [
    pytest.mark.usefixtures("project"),
    pytest.mark.filterwarnings("ignore:This DataLoader will create:UserWarning"),
    pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning"),
]


class Noisy(Dataset[float]):
    def __init__(self, *, own: bool) -> None:
        self.rng = np.random.default_rng() if own else None

    def __len__(self) -> int:
        return 64

    def __getitem__(self, index: int) -> float:
        return index + (self.rng.normal() if self.rng else float(torch.rand(())))


class Stream(IterableDataset[int]):
    def __iter__(self) -> Iterator[int]:
        return iter(range(64))


class Holes(Dataset[Any]):
    def __len__(self) -> int:
        return 64

    def __getitem__(self, index: int) -> int | None:
        return None if index == 60 else index


@pytest.mark.parametrize(
    ("loader", "problem"),
    [
        (DataLoader(Noisy(own=False), num_workers=2), ""),
        (DataLoader(Noisy(own=True), num_workers=2), "different workers draw the same numbers"),
        (DataLoader(Stream(), num_workers=2), "samples come more than once an epoch"),
        (DataLoader(Holes(), batch_size=8), "the loader raises (samples: an epoch raises RuntimeError: Could not"),
        (DataLoader(Noisy(own=False), batch_size=7, drop_last=True), ""),
    ],
    ids=["sound", "shared generator", "unsharded", "a sample of None", "dropped on purpose"],
)
def test_a_loader_is_tried_as_it_stands(loader: DataLoader[Any], problem: str) -> None:
    state = torch.get_rng_state()
    found = loaderlint.verify(loader, seconds=5)
    assert bool(found) is (not problem), str(found)
    assert str(found).startswith(f"problem: {problem}" if problem else "no problem was seen")
    assert torch.equal(torch.get_rng_state(), state)


def test_problems_that_are_meant_are_allowed() -> None:
    loader = DataLoader(Noisy(own=True), num_workers=2)
    assert loaderlint.verify(loader, seconds=5, allow=["WORKERS_ALIKE", "EPOCHS_ALIKE"])
    with pytest.raises(ValueError, match="there is no sign EVERYTHING"):
        loaderlint.verify(loader, allow=["EVERYTHING"])


def test_a_project_can_hold_its_loaders_to_it(project: Path) -> None:
    write(
        "test_loaders.py",
        NOISY,
        """
        def test_sound(assert_sound):
            assert_sound(DataLoader(range(64), num_workers=2), seconds=5)

        def test_faulty(assert_sound):
            assert_sound(DataLoader(Noisy(), num_workers=2), seconds=5)
        """,
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--color=no", "test_loaders.py"]
    if "loaderlint" not in _plugins():
        command += ["-p", "loaderlint.verifying.pytest_plugin"]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=project, env=environment)
    assert "1 failed, 1 passed" in done.stdout, done.stdout
    assert "problem: different workers draw the same numbers" in done.stdout


def _plugins() -> set[str]:
    """The plugins of pytest that are installed here: an installation may be older than this text."""
    from importlib.metadata import entry_points

    return {entry.name for entry in entry_points(group="pytest11")}
