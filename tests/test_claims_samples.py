"""What the rules claim about samples (LL211, LL311 to LL314), on trial with torch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch.utils.data import BatchSampler, DataLoader, SequentialSampler, TensorDataset, default_collate

from tests.tools import documented

NEEDS_CUDA = pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a GPU")


def test_ll211_lists_are_taken_for_numbers() -> None:
    table = TensorDataset(torch.rand(8, 3))
    batches = BatchSampler(SequentialSampler(table), 4, drop_last=False)
    shapes = [
        [tuple(rows.shape) for (rows,) in DataLoader(table, **options)]
        for options in ({"sampler": batches}, {"batch_sampler": batches}, {"sampler": batches, "batch_size": None})
    ]
    assert shapes == [[(1, 4, 3)] * 2, [(4, 3)] * 2, [(4, 3)] * 2]
    with pytest.raises(TypeError, match="list indices must be integers"):
        next(iter(DataLoader(["a.pt"] * 8, sampler=batches)))  # type: ignore[arg-type]


def test_ll311_none_in_a_sample() -> None:
    with pytest.raises(TypeError, match="NoneType"):
        next(iter(DataLoader([(torch.zeros(1), None)])))  # type: ignore[arg-type]


class Plain:
    """An object of the project."""


@pytest.mark.parametrize("sample", [Plain(), Path("a.png"), {1, 2}, (torch.zeros(1), Plain())])
def test_ll312_what_the_default_collate_function_refuses(sample: object) -> None:
    with pytest.raises(TypeError, match="default_collate: batch must contain"):
        next(iter(DataLoader([sample])))  # type: ignore[arg-type]


def test_ll312_images() -> None:
    image = pytest.importorskip("PIL.Image").new("RGB", (4, 4))
    for sample in (image, {"image": image.convert("L"), "label": 1}):
        with pytest.raises(TypeError, match="default_collate: batch must contain"):
            next(iter(DataLoader([sample])))  # type: ignore[arg-type]


ROWS = np.arange(6.0).reshape(2, 3)

BACKWARDS = (
    ROWS[::-1], ROWS[:, ::-1].T, np.flip(ROWS), np.fliplr(ROWS), np.flipud(ROWS), np.rot90(ROWS), np.rot90(ROWS, 2),
    np.asarray(ROWS[::-1]), np.squeeze(ROWS[None, ::-1]), np.expand_dims(ROWS[::-1], 0),
)  # fmt: skip

FORWARDS = (
    ROWS[::-1].copy(), ROWS[::-1].astype(np.float32), ROWS[::-1] / 255, np.ascontiguousarray(ROWS[::-1]),
    np.array(ROWS[::-1]), np.clip(ROWS[::-1], 0, 1), np.rot90(ROWS, 4), ROWS[::-1][::-1], np.stack([ROWS[::-1]]),
)  # fmt: skip


@pytest.mark.parametrize(
    "make", [torch.from_numpy, torch.as_tensor, torch.asarray, torch.tensor, torch.Tensor, default_collate]
)
def test_ll313_no_tensor_is_made_of_arrays_that_go_backwards(make: Callable[[Any], object]) -> None:
    whole = make is not default_collate
    for array in BACKWARDS:
        with pytest.raises(ValueError, match="negative"):
            make(array if whole else [array])
    for array in FORWARDS:
        make(array if whole else [array])


@NEEDS_CUDA
def test_ll314_only_what_says_how_is_pinned() -> None:
    for section, pinned in (("Example", False), ("Use instead", True)):
        names: dict[str, Any] = {}
        exec(documented("LL314", section), names)
        assert next(iter(names["loader"])).images.is_pinned() is pinned
