"""Whether forked workers end up with a copy of the dataset, as reading Python objects copies the pages they lie on.

Two workers read samples in a random order, and say after each batch how much of their memory they still share with the
main process (Linux: `/proc/self/smaps_rollup`). What they share less and less of is being copied.
"""

from __future__ import annotations

import io
import itertools
import pickle
import random
from pathlib import Path
from typing import Any

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._reading import Deadline, indices, read, worker
from loaderlint.verifying.child.experiments._state import undisturbed
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

NAME = "memory"
USAGE = Path("/proc/self/smaps_rollup")
WORKERS = 2
BATCH = 256
MOST = 100_000  # samples
NOISE = 2.0  # MB: an interpreter at work copies a little of its own


def usage_after(samples: list[Any]) -> tuple[int, int, dict[str, float]]:
    """A `collate_fn`: the worker, how many samples it got, and its memory by kind, in MB."""
    lines = (line.split() for line in USAGE.read_text().splitlines()[1:])
    return worker(), len(samples), {line[0].rstrip(":"): int(line[1]) / 1024 for line in lines}


def run(subject: Subject) -> Measurement:
    """Compare what a worker shares after its first batch and after its last."""
    if not USAGE.exists():
        return Measurement(NAME, not_run=f"this system has no {USAGE}")
    if subject.is_iterable:
        return Measurement(NAME, not_run="a stream cannot be read in a random order")
    with undisturbed(subject.loader):
        keys = list(itertools.islice(indices(subject.loader), MOST))
    random.Random(0).shuffle(keys)  # noqa: S311
    batches = [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]
    options: dict[str, Any] = {"multiprocessing_context": "fork", "num_workers": WORKERS, "collate_fn": usage_after}
    (epoch,) = read(subject, 1, Deadline(subject.budget), batch_sampler=batches, **options)
    of_one = [batch for batch in epoch.batches if batch[0] == 0]
    first, last = of_one[0][2], of_one[-1][2]
    copied = _shared(first) - _shared(last)
    samples = sum(count for _, count, _ in of_one)
    size = _size(subject.loader.dataset)
    signs = {}
    if copied >= NOISE or size is None or size >= NOISE:
        signs[Sign.MEMORY_COPIED] = copied >= NOISE
    figures = {
        "samples": samples,
        "copied_mb": round(copied, 1),
        "dataset_mb": size and round(size, 1),
        "pss_mb": [round(usage["Pss"], 1) for usage in (first, last)],
    }
    summary = f"while it read {samples} samples, a worker copied {max(copied, 0):.0f} MB that it had shared"
    return Measurement(NAME, summary, signs, None, figures)


def _shared(usage: dict[str, float]) -> float:
    return usage["Shared_Clean"] + usage["Shared_Dirty"]


def _size(dataset: Any) -> float | None:
    """How large the dataset is as it would be sent to a worker, in MB; None if it cannot be."""
    counted = _Counted()
    try:
        pickle.Pickler(counted, protocol=5).dump(dataset)
    except Exception:
        return None
    return counted.size / 2**20


class _Counted(io.RawIOBase):
    """A file that keeps nothing of what is written but its length."""

    size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        length = memoryview(data).nbytes
        self.size += length
        return length
