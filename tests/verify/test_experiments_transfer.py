"""Copies to a GPU: what their times mean, and the experiment where there is a GPU."""

from __future__ import annotations

from collections import namedtuple
from dataclasses import replace
from typing import Any

import pytest
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments import cuda, transfer
from loaderlint.verifying.child.experiments._transfer import Copying, concluded, waiting
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement
from tests.verify.tools import trials, write

needs_gpu = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device")

#: As a GPU of today does it with a batch of 38 MB.
PINNED = Copying(
    bytes=38 * 2**20,
    is_pinned=True,
    pageable=12.0,
    pinned=1.6,
    compute=10.0,
    blocking=11.6,
    non_blocking=0.03,
    beside_pageable=22.0,
    beside_pinned=10.1,
)
PAGEABLE = replace(PINNED, is_pinned=False, blocking=22.0, non_blocking=21.0)


def test_what_keeps_the_program_waiting() -> None:
    assert PINNED.signs == {Sign.COPY_WAITS: False, Sign.BLOCKING_COPY_WAITS: True}
    assert PAGEABLE.signs == {Sign.COPY_WAITS: True, Sign.BLOCKING_COPY_WAITS: False}
    # In between, nothing is decided.
    assert replace(PINNED, non_blocking=3.0).signs == {}
    assert replace(PINNED, blocking=3.0).signs == {Sign.COPY_WAITS: False}
    # A batch so small that the driver takes it along at once.
    assert replace(PAGEABLE, blocking=0.02, non_blocking=0.02).signs == {
        Sign.COPY_WAITS: False,
        Sign.BLOCKING_COPY_WAITS: False,
    }


def test_what_of_a_copy_runs_beside_a_computation() -> None:
    assert PINNED.overlap(pinned=False) == 0
    assert PINNED.overlap(pinned=True) == pytest.approx(0.94, abs=0.01)
    assert replace(PINNED, beside_pinned=9.0).overlap(pinned=True) == 1
    assert replace(PINNED, pinned=0.01).overlap(pinned=True) is None


def test_the_share_of_time_that_the_gpu_waits() -> None:
    assert waiting([0.0] * 9, [10.0] * 9) == 0
    assert waiting([10.0] * 9, [10.0] * 9) == 0.5
    # Two workers give two batches at once; one part of the epoch is disturbed.
    assert waiting([20.0, 0.0] * 6 + [500.0] + [0.0] * 5, [10.0] * 18) == 0.5
    assert waiting([1.0] * 2, [10.0] * 2) is None


def test_what_is_said_names_the_device() -> None:
    measured = concluded("NVIDIA X1", PAGEABLE, 10.0, 0.25)
    assert measured.summary == (
        "NVIDIA X1: a batch of 38.0 MB is copied in 12.00 ms from pageable and 1.60 ms from pinned memory; from the"
        " loader's pageable memory, a copy keeps the program for 22.00 ms while 10.0 ms of computation run, with"
        " `non_blocking=True` for 21.00 ms; 0% of a pageable and 94% of a pinned copy run beside it; with 10.0 ms of"
        " computation for each batch, the GPU waits for data 25% of the time"
    )
    assert measured.figures["device"] == "NVIDIA X1"
    assert measured.figures["gpu_waits"] == 0.25
    assert "waits for data" not in concluded("NVIDIA X1", PAGEABLE, 10.0, None).summary
    assert Measurement.from_json(measured.to_json()) == measured


def test_tensors_are_found_in_what_a_batch_may_be() -> None:
    one, two, three = torch.ones(1), torch.ones(2), torch.ones(3)
    pair = namedtuple("pair", "a b")

    class Batch:
        def __init__(self) -> None:
            self.x, self.name = one, "x"

    batch: Any = [{"a": one, "b": "text"}, pair(two, (three, 5)), Batch(), torch.eye(2).to_sparse()]
    assert [tensor.numel() for tensor in transfer.tensors_of(batch)] == [1, 2, 3, 1]


def images(**options: Any) -> Subject:
    """A loader of 77 MB a batch."""
    loader = DataLoader(TensorDataset(torch.zeros(512, 3, 224, 224)), batch_size=128, **options)
    return Subject(loader, {}, budget=10)


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
def test_without_a_gpu_nothing_is_measured() -> None:
    measured = transfer.run(Subject(DataLoader(TensorDataset(torch.zeros(4, 1))), {}))
    assert measured.not_run == "there is no CUDA device that anything could be copied to"
    assert not measured.signs
    measured = cuda.run(Subject(DataLoader(TensorDataset(torch.zeros(4, 1)), num_workers=1), {}))
    assert (measured.not_run, measured.signs) == ("there is no CUDA device", {})


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device")
@pytest.mark.usefixtures("project")
def test_without_a_gpu_nothing_is_said_of_a_finding() -> None:
    write(
        "train.py",
        """
        import torch
        from torch.utils.data import DataLoader

        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        model = torch.nn.Linear(1, 1).to(device)
        optimizer = torch.optim.SGD(model.parameters())
        for batch in DataLoader(torch.rand(100, 1), batch_size=10, shuffle=True, num_workers=2):
            optimizer.zero_grad()
            model(batch.to(device)).sum().backward()
            optimizer.step()
        """,
    )
    (trial,) = trials("--select", "LL503", "train.py", status=0)
    assert trial["verdict"] == "inconclusive"
    assert "no CUDA device" in trial["before"][0]["measurements"][0]["not_run"]


@needs_gpu
@pytest.mark.cuda
def test_pinned_memory_lets_the_program_go_on() -> None:
    measured = transfer.run(images(pin_memory=True))
    assert measured.signs == {Sign.RAISES: False, Sign.COPY_WAITS: False, Sign.BLOCKING_COPY_WAITS: True}
    assert measured.figures["pinned"] < measured.figures["pageable"]
    assert measured.figures["overlap_pinned"] > 0.5
    assert measured.summary.startswith(torch.cuda.get_device_name())


@needs_gpu
@pytest.mark.cuda
def test_pageable_memory_keeps_the_program_waiting() -> None:
    assert transfer.run(images()).signs[Sign.COPY_WAITS]


class OnGpu(Dataset[torch.Tensor]):
    def __len__(self) -> int:
        return 8

    def __getitem__(self, index: int) -> torch.Tensor:
        return torch.full((1,), float(index), device="cuda")


@needs_gpu
@pytest.mark.cuda
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_ll302_forked_workers_cannot_use_a_gpu_that_is_in_use(method: str) -> None:
    loader = DataLoader(OnGpu(), num_workers=1, multiprocessing_context=method)
    assert cuda.run(Subject(loader, {}, budget=30)).signs == {Sign.RAISES: method == "fork"}


@needs_gpu
@pytest.mark.cuda
def test_batches_of_the_gpu_cannot_be_pinned() -> None:
    dataset = TensorDataset(torch.zeros(64, 3, device="cuda"))
    measured = transfer.run(Subject(DataLoader(dataset, batch_size=8, pin_memory=True), {}))
    assert measured.signs == {Sign.RAISES: True}
    measured = transfer.run(Subject(DataLoader(dataset, batch_size=8), {}))
    assert measured.signs == {Sign.RAISES: False}
    assert "on the GPU already" in measured.summary
