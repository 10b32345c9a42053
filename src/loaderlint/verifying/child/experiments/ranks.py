"""What this rank reads in an epoch, and what its workers draw for samples that are the same on all ranks.

It decides nothing by itself: `verify.host.ranks` compares what came from all of them. Of a map dataset, `read` are the
indices that the sampler gives, and no sample is read for it; of a stream they are digests of its samples. Each rank
draws from where the program left the global random streams on it.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from loaderlint.verifying.child.experiments._draw import AS_IT_IS, SAMPLES, plan
from loaderlint.verifying.child.experiments._reading import Deadline, indices, or_why_not, read, workers_for
from loaderlint.verifying.child.experiments._state import undisturbed
from loaderlint.verifying.child.experiments.coverage import MOST_SAMPLES, content, size
from loaderlint.verifying.child.rank import rank_of
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement
from loaderlint.verifying.shared.protocol import RANKS

NAME = RANKS
DRAWS = 24  # as in the experiment `draws`
MOST = 100_000  # indices


@or_why_not
def run(subject: Subject) -> Measurement:
    """Read and draw. Figures: `read`, whether that is `complete`, `samples` in the dataset, and `draws` by part.

    They also say which `rank` of how many `ranks` this is.
    """
    if rank_of() == (0, 1):
        return Measurement(NAME, not_run="one rank alone does not show this: `--ranks 2` runs the program on two")
    if subject.is_iterable:
        workers = workers_for(subject, least=1)
        options: dict[str, Any] = {"batch_size": None, "collate_fn": content, "num_workers": workers}
        (epoch,) = read(subject, 1, Deadline(subject.budget), most=MOST_SAMPLES, **options)
        # The first sample of a worker is made from streams that nothing has seeded yet.
        numbers = range(len(epoch.batches))
        firsts = {who: number for number, (who, _) in zip(reversed(numbers), reversed(epoch.batches), strict=True)}
        given = [sample for number, (_, sample) in enumerate(epoch.batches) if number not in firsts.values()]
        return _measurement(given, complete=epoch.ended, samples=None, draws={})
    loader = subject.loader
    with undisturbed(loader):
        given = [repr(key) for key in itertools.islice(indices(loader), MOST)]
    return _measurement(given, complete=len(given) < MOST, samples=size(loader.dataset), draws=_draws(subject, given))


def _measurement(read: list[str], *, complete: bool, samples: int | None, draws: dict[str, Any]) -> Measurement:
    rank, ranks = rank_of()
    figures = {"rank": rank, "ranks": ranks, "read": read, "complete": complete, "samples": samples, "draws": draws}
    return Measurement(NAME, f"this rank reads {len(read)} samples", figures=figures)


def _draws(subject: Subject, given: list[str]) -> dict[str, Any]:
    """What workers draw for the first samples of the dataset, by part; nothing if these have no numbers."""
    if not given or not all(key.isdigit() for key in given):
        return {}
    first = list(range(min(size(subject.loader.dataset) or 0, SAMPLES)))
    batches: dict[str, Any] = {"sampler": first, "batch_size": None}
    if subject.loader.batch_sampler is not None:
        batches = {"batch_sampler": [[key] for key in first]}
    with undisturbed(subject.loader):
        planned = plan(replace(subject, loader=subject.rebuild(**batches)), DRAWS)
    if not planned.samples:
        return {}
    epochs = read(subject, 1, Deadline(subject.budget), most=planned.batches, **planned.options)
    tables = planned.tables(epochs)
    return {
        part: {"keys": list(table.keys), "rows": table.cells[0]}
        for (mode, part), table in tables.items()
        if mode == AS_IT_IS
    }
