"""How many samples a second the loader gives to a consumer that does nothing: as it is, and with a worker per core.

Without workers, samples are read in the main process, as the program itself would.
"""

from __future__ import annotations

import os
from typing import Any

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._reading import Deadline, Epoch, read
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

NAME = "throughput"
MOST = 1000  # batches


def run(subject: Subject) -> Measurement:
    """Measure with the loader's own number of workers, and with one per usable core.

    Whether a training waits for its data depends on the training: no sign says so.
    """
    own, cores = subject.loader.num_workers, _cores()
    numbers = list(dict.fromkeys([own, cores]))
    deadline = Deadline(subject.budget)
    speeds: dict[str, float] = {}
    for left, number in zip(range(len(numbers), 0, -1), numbers, strict=True):
        options: dict[str, Any] = {"num_workers": number, "pin_memory": subject.loader.pin_memory}
        (epoch,) = read(subject, 1, Deadline(deadline.left / left), most=MOST, **options)
        speeds[str(number)] = round(_batches_a_second(epoch) * (subject.loader.batch_size or 1), 1)
    said = [f"{speed:.0f} samples a second with {number} workers" for number, speed in speeds.items()]
    summary = f"the loader gives {', '.join(said)}; {cores} cores are usable"
    signs = {Sign.MORE_THAN_CORES: own > cores}
    return Measurement(NAME, summary, signs, None, {"workers": own, "cores": cores, "samples_per_second": speeds})


def _batches_a_second(epoch: Epoch) -> float:
    """The steady speed: without the first batch and the start of the workers, if there are more."""
    rest = len(epoch.batches) - 1
    if rest < 1:
        return len(epoch.batches) / max(epoch.seconds, 1e-9)
    return rest / max(epoch.seconds - epoch.first_batch, 1e-9)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
