"""How long the first batch takes, with each way to start workers, and how long a batch is on its way to a GPU."""

from __future__ import annotations

import multiprocessing
from typing import Any

import pytest
import torch
from torch.utils.data import DataLoader

from loaderlint.verifying.child.experiments import _starts
from loaderlint.verifying.child.experiments._copies import copies
from loaderlint.verifying.child.experiments._starts import starts
from loaderlint.verifying.child.subject import Subject


def loader_of(**options: Any) -> DataLoader[Any]:
    rows: Any = torch.zeros(8, 2)
    return DataLoader(rows, **options)


def test_every_way_to_start_workers_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["fork"])
    loader = loader_of(batch_size=2, shuffle=True)
    state = torch.get_rng_state()
    found = starts(Subject(loader, {}), 9, 1000.0)
    assert [(one["method"], one["persistent"], one["workers"]) for one in found] == [
        ("fork", False, _starts._WORKERS),
        ("fork", True, _starts._WORKERS),
    ]
    assert all(len(one["first"]) == _starts._EPOCHS and min(one["first"]) > 0 for one in found)
    assert torch.equal(state, torch.get_rng_state())


def test_a_way_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    loader = loader_of(collate_fn=lambda samples: samples)
    (one,) = starts(Subject(loader, {}), 1, 1000.0)
    assert one["first"] == []
    assert "lambda" in one["error"]


@pytest.mark.parametrize("seconds", [-3.0, 0.0])
def test_nothing_is_started_without_time(seconds: float) -> None:
    assert starts(Subject(loader_of(), {}), 1, seconds) == []


def test_what_imports_everything_anew_is_not_begun_at_the_last_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    assert starts(Subject(loader_of(), {}), 1, _starts._ANEW / 2) == []


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_without_a_gpu_nothing_is_copied() -> None:
    assert copies(Subject(loader_of(), {})) is None


@pytest.mark.cuda
@pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")
def test_a_batch_is_pinned_and_copied() -> None:
    found = copies(Subject(loader_of(), {}))
    assert found
    assert min(found.values()) > 0
