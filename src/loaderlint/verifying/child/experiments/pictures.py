"""What the samples look like, if they are images: one sample, drawn by every worker again and again in two epochs.

It shows to people what `draws` shows by digests, and decides nothing: of samples that are no images there is nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from loaderlint.verifying.child.experiments._digest import digest
from loaderlint.verifying.child.experiments._picture import Picture, picture_of
from loaderlint.verifying.child.experiments._reading import Alone, Deadline, keys_of, read, worker, workers_for
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Grid, Measurement

NAME = "pictures"
DRAWS, EPOCHS, MOST_WORKERS = 4, 2, 3


class Show:
    """A `collate_fn` that returns the worker, and the digest and the picture of what would have been a batch."""

    def __init__(self, *, batches: bool) -> None:
        self.batches = batches

    def __call__(self, samples: Any) -> tuple[int, str, Picture | None]:
        """Look at the first sample."""
        sample = samples[0] if self.batches else samples
        return worker(), digest(sample), picture_of(sample)


def run(subject: Subject) -> Measurement:
    """Draw; the figures hold the pictures by the digests of the grid."""
    try:
        return _run(subject)
    except Exception:  # what goes wrong with the loader, others find out
        return Measurement(NAME)


def _run(subject: Subject) -> Measurement:
    workers = min(workers_for(subject), MOST_WORKERS)
    options, name = _plan(subject, workers)
    epochs = read(subject, EPOCHS, Deadline(subject.budget), most=workers * DRAWS, num_workers=workers, **options)
    rows = [[[made for made in epoch.batches if made[0] == n] for n in range(workers)] for epoch in epochs]
    made = dict(_pictures(rows))
    if not made:
        return Measurement(NAME)
    grid = Grid(
        f"{name}, as every worker draws it",
        tuple(f"epoch {epoch}, worker {n}" for epoch in range(1, EPOCHS + 1) for n in range(workers)),
        tuple(f"draw {number}" for number in range(1, DRAWS + 1)),
        tuple(tuple(digested for _, digested, _ in row) for epoch in rows for row in epoch),
    )
    return Measurement(NAME, figures={"pictures": made}, grids=(grid,))


def _plan(subject: Subject, workers: int) -> tuple[dict[str, Any], str]:
    loader = subject.loader
    show = Show(batches=loader.batch_sampler is not None)
    if subject.is_iterable:
        batch = loader.batch_size and 1
        return {"batch_size": batch, "collate_fn": show, "worker_init_fn": Alone(loader.worker_init_fn)}, "the stream"
    (key,) = keys_of(subject, 1)
    if loader.batch_sampler is None:
        return {"batch_size": None, "sampler": [key] * workers * DRAWS, "collate_fn": show}, f"sample {key}"
    return {"batch_sampler": [[key]] * workers * DRAWS, "collate_fn": show}, f"sample {key}"


def _pictures(rows: list[list[list[tuple[int, str, Picture | None]]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for epoch in rows:
        for row in epoch:
            for _, digested, picture in row:
                if picture is not None:
                    yield digested, picture._asdict()
