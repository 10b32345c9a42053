"""How long an epoch takes to begin, and whether its workers are new ones.

Three short epochs of the loader as it is, then of one like it whose workers are kept, or not kept if the loader's are.
"""

from __future__ import annotations

import os
from typing import Any

from loaderlint.claim import Sign
from loaderlint.verify.child.experiments._reading import Deadline, as_if, read, workers_for
from loaderlint.verify.child.subject import Subject
from loaderlint.verify.shared.measurement import Measurement

NAME = "start-up"
EPOCHS = 3


def process(_: Any) -> int:
    """A `collate_fn`: the number of the process that it runs in, instead of a batch."""
    return os.getpid()


def run(subject: Subject) -> Measurement:
    """Compare the processes that gave the first batches of each epoch. Figures are in seconds."""
    loader = subject.loader
    if not loader.num_workers:
        return Measurement(NAME, not_run="the loader has no workers")
    deadline = Deadline(subject.budget)
    workers = workers_for(subject, least=1)
    options: dict[str, Any] = {"num_workers": workers, "collate_fn": process, "most": workers}
    epochs = read(subject, EPOCHS, Deadline(deadline.left / 2), **options)
    others = read(subject, EPOCHS, deadline, persistent_workers=not loader.persistent_workers, **options)
    processes = [set(epoch.batches) for epoch in epochs]
    restarts = not processes[0] & processes[-1]
    times, other_times = ([round(epoch.first_batch, 4) for epoch in run] for run in (epochs, others))
    figures = {
        "workers": workers,
        "first_batch_seconds": times,
        "first_batch_seconds_persistent" if restarts else "first_batch_seconds_restarted": other_times,
    }
    summary = (
        f"workers {'start anew for every epoch' if restarts else 'are kept'}: a later epoch's first batch takes "
        f"{min(times[1:]):.2f} s; with persistent_workers={not loader.persistent_workers} {min(other_times[1:]):.2f} s"
    )
    return Measurement(NAME, summary + as_if(subject, workers), {Sign.RESTARTS: restarts}, None, figures)
