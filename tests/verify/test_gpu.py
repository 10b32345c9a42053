"""`loaderlint verify` on a machine with a GPU, from a program to a verdict: `pytest -m cuda`."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch.utils.data import DataLoader

from tests.verify.tools import trials, verify, write

pytestmark = [
    pytest.mark.cuda,
    pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device"),
    pytest.mark.usefixtures("project"),
]

#: A step that keeps a GPU busy for some milliseconds, over batches of 38 MB.
TRAINING = """
import torch
from torch.utils.data import DataLoader, TensorDataset

device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
model = torch.nn.Conv2d(3, 64, 3).to(device)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(TensorDataset(torch.zeros(1024, 3, 224, 224)), batch_size=64{options})
for (images,) in loader:
    optimizer.zero_grad()
    model(images.to(device{copy})).mean().backward()
    optimizer.step()
"""

#: Item code that uses the GPU, in a program that has used it before its workers start.
ON_GPU = """
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self):
        self.scale = torch.ones(1).cuda()

    def __len__(self):
        return 64

    def __getitem__(self, index):
        return torch.full((3,), float(index)).cuda()


def main():
    for _ in DataLoader(Rows(), batch_size=8, num_workers={workers}{options}):
        pass


if __name__ == "__main__":
    main()
"""

#: A default device of CUDA, and an order that torch draws on the CPU.
DEFAULT_DEVICE = """
import torch
from torch.utils.data import DataLoader, TensorDataset

rows = TensorDataset(torch.zeros(64, 3))
torch.set_default_device("cuda")
for (row,) in DataLoader(rows, batch_size=8, shuffle=True):
    print(row.sum())
"""


class Batch:
    """A batch of a class that torch knows no way to pin."""

    def __init__(self, rows: list[torch.Tensor]) -> None:
        self.images = torch.stack(rows)


class PinnableBatch(Batch):
    """The same, with the method that torch looks for."""

    def pin_memory(self) -> PinnableBatch:
        self.images = self.images.pin_memory()
        return self


def judged(code: str, program: str, *, status: int) -> dict[str, Any]:
    """The only trial of a rule on a program."""
    write("train.py", program)
    (trial,) = trials("--select", code, "train.py", status=status)
    return trial


def test_pageable_memory_is_shown_to_hold_the_program_and_pinned_memory_not_to() -> None:
    trial = judged("LL503", TRAINING.format(options="", copy=""), status=0)
    assert trial["verdict"] == "confirmed", trial
    assert torch.cuda.get_device_name() in str(trial)


def test_a_blocking_copy_from_pinned_memory_is_shown_to_hold_the_program() -> None:
    trial = judged("LL504", TRAINING.format(options=", pin_memory=True", copy=""), status=0)
    assert trial["verdict"] == "confirmed", trial


def test_a_worker_that_uses_the_gpu_is_shown_to_raise() -> None:
    trial = judged("LL302", ON_GPU.format(workers=2, options=""), status=1)
    assert trial["verdict"] == "confirmed, no fix to try", trial
    assert "CUDA" in str(trial["before"])


def test_pinning_samples_of_the_gpu_is_shown_to_raise() -> None:
    trial = judged("LL310", ON_GPU.format(workers=0, options=", pin_memory=True"), status=1)
    assert trial["verdict"] == "confirmed", trial


def test_a_program_that_pins_and_does_not_wait_has_nothing_to_show() -> None:
    write("train.py", TRAINING.format(options=", pin_memory=True", copy=", non_blocking=True"))
    assert verify("--select", "LL503,LL504", "train.py").exit_code == 0


def test_an_order_drawn_on_the_cpu_is_shown_to_raise_where_the_default_device_is_a_gpu() -> None:
    trial = judged("LL212", DEFAULT_DEVICE, status=1)
    assert trial["verdict"] == "confirmed", trial


@pytest.mark.parametrize(("batch", "is_pinned"), [(Batch, False), (PinnableBatch, True)])
def test_ll314_a_batch_of_a_class_of_its_own_is_left_as_it_is(batch: type[Batch], is_pinned: bool) -> None:
    rows = [torch.zeros(3, 8, 8) for _ in range(8)]
    loader: DataLoader[torch.Tensor] = DataLoader(rows, batch_size=4, pin_memory=True, collate_fn=batch)  # type: ignore[arg-type]
    assert [found.images.is_pinned() for found in loader] == [is_pinned] * 2
