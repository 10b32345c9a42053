"""What it costs that workers start anew for every epoch.

Some short epochs of the loader as it is, then of one like it whose workers are kept, if its own are not. In each, every
worker reads one sample, the same one, so that all else that takes time is alike in both.
"""

from __future__ import annotations

from typing import Any

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._reading import Deadline, Epoch, as_if, keys_of, read, workers_for
from loaderlint.verifying.child.experiments.coverage import size
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

NAME = "start-up"
#: Epochs of workers that start anew, and of workers that are kept; the fewest are of those that are not forked: a start
#: of theirs takes long, and one tells enough.
EPOCHS, FEWEST = (4, 4), (1, 2)

#: What takes less than this part of an epoch is not worth a word.
SHARE = 0.01


def nothing(_: Any) -> None:
    """A `collate_fn`: nothing, instead of a batch."""


def run(subject: Subject) -> Measurement:
    """Compare how long the first batches of later epochs take. Figures are in seconds."""
    loader = subject.loader
    if not loader.num_workers:
        return Measurement(NAME, not_run="the loader has no workers")
    deadline = Deadline(subject.budget)
    workers = workers_for(subject, least=1)
    options: dict[str, Any] = {"num_workers": workers, "collate_fn": nothing, "most": workers}
    if not subject.is_iterable:
        options["batch_sampler"] = [keys_of(subject, 1)] * workers
    starts, keeps = EPOCHS if subject.forks else FEWEST
    own = _times(read(subject, keeps if loader.persistent_workers else starts, Deadline(deadline.left / 2), **options))
    if not own:
        return Measurement(NAME, not_run="an epoch has no samples")
    if loader.persistent_workers:
        summary = f"workers are kept: a later epoch's first batch takes {min(own):.3f} s"
        figures = {"workers": workers, "first_batch_seconds_persistent": own}
        return Measurement(NAME, summary + as_if(subject, workers), {Sign.RESTARTS: False}, None, figures)
    anew, kept = own, _times(read(subject, keeps, deadline, persistent_workers=True, **options))
    # What disturbs a measurement makes it longer: the shortest is the nearest.
    cost = max(0.0, min(anew) - min(kept))
    epoch = _epoch(subject, min(kept), workers)
    figures = {"workers": workers, "first_batch_seconds": anew, "first_batch_seconds_persistent": kept, "cost": cost}
    part = None if epoch is None else cost / (cost + epoch)
    is_worth_it = cost > 0 and (part is None or part >= SHARE)
    summary = f"to start workers anew takes {cost:.3f} s of an epoch" + (
        "" if epoch is None else f" that takes about {epoch:.2g} s without"
    )
    return Measurement(NAME, summary + as_if(subject, workers), {Sign.RESTARTS: is_worth_it}, None, figures)


def _times(epochs: list[Epoch]) -> list[float]:
    """How long the first batches took, of later epochs if there are any."""
    return [round(epoch.first_batch, 4) for epoch in epochs[1:] or epochs if epoch.batches]


def _epoch(subject: Subject, sample: float, workers: int) -> float | None:
    """About how long an epoch takes whose samples take so long each; None if it has no length."""
    samples = None if subject.is_iterable else size(subject.loader.dataset)
    return None if samples is None else sample * samples / workers
