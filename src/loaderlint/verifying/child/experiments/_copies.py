"""How long a batch takes to be pinned, and to be copied to the GPU."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import torch

from loaderlint.verifying.child.experiments._reading import Deadline, read
from loaderlint.verifying.child.experiments.transfer import tensors_of
from loaderlint.verifying.child.subject import Subject

#: Copies that are timed, after one that is not.
_REPEATS = 5


def copies(subject: Subject) -> dict[str, float] | None:
    """Return the seconds for a batch to `pin` and to `copy` from pinned memory; None without a GPU or a tensor."""
    if not torch.cuda.is_available():
        return None
    with contextlib.suppress(Exception):  # what goes wrong with a batch, others find out
        (epoch,) = read(subject, 1, Deadline(1.0), most=1)
        if tensors := [tensor for batch in epoch.batches for tensor in tensors_of(batch) if not tensor.is_cuda]:
            pinned = [tensor.pin_memory() for tensor in tensors]
            pin = _took(lambda: [tensor.pin_memory() for tensor in tensors])
            return {"pin": pin, "copy": _took(lambda: [tensor.to("cuda", non_blocking=True) for tensor in pinned])}
    return None


def _took(work: Callable[[], Any]) -> float:
    def once() -> float:
        begun = time.monotonic()
        work()
        torch.cuda.synchronize()
        return time.monotonic() - begun

    once()
    return median(once() for _ in range(_REPEATS))
