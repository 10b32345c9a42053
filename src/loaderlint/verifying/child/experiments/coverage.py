"""Whether an epoch has each sample once.

Of a map dataset, the indices that the loader's sampler gives are counted; no sample is read. Of a stream, the samples
that all workers read are compared, by their content, with those that one worker reads alone. To know a sample again
that is made with random numbers, the global random streams are put to one place before each. A second epoch is read as
well: it may be empty.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Hashable, Iterator
from typing import Any

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._digest import digest
from loaderlint.verifying.child.experiments._reading import (
    Deadline,
    Epoch,
    indices,
    or_why_not,
    read,
    worker,
    workers_for,
)
from loaderlint.verifying.child.experiments._state import seed_streams, undisturbed
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

NAME = "coverage"
MOST = 1_000_000  # indices
MOST_SAMPLES = 20_000  # of a stream
SAID = {"doubled": "more than once", "lost": "are lost", "dropped": "are in batches that are dropped"}


@or_why_not
def run(subject: Subject) -> Measurement:
    """Count what comes twice and what does not come."""
    return _of_stream(subject) if subject.is_iterable else _of_map(subject)


def _of_map(subject: Subject) -> Measurement:
    """Count indices; those of all ranks, where the sampler is for one of several."""
    given: Counter[Any] = Counter()
    with undisturbed(subject.loader):
        for _ in _each_rank(subject):
            keys = itertools.islice(indices(subject.loader), MOST)
            given.update(key if isinstance(key, Hashable) else repr(key) for key in keys)
    if given.total() >= MOST:
        return Measurement(NAME, not_run=f"an epoch has {MOST:,} samples or more")
    figures = {"given": given.total(), "doubled": given.total() - len(given)}
    samples = size(subject.loader.dataset)
    if samples is not None and all(isinstance(key, int) for key in given):
        figures |= {"samples": samples, "lost": len(set(range(samples)) - given.keys())}
    return _measurement(figures)


def _each_rank(subject: Subject) -> Iterator[int]:
    """Have the loader's sampler stand for each rank in turn."""
    loader = subject.loader
    sampler: Any = getattr(loader.batch_sampler, "sampler", loader.sampler)
    if isinstance(getattr(sampler, "rank", None), int) and isinstance(getattr(sampler, "num_replicas", None), int):
        for rank in range(sampler.num_replicas):
            sampler.rank = rank
            yield rank
    else:
        yield 0


def size(dataset: Any) -> int | None:
    """Return how many samples a dataset says it has."""
    try:
        return len(dataset)
    except (TypeError, NotImplementedError):
        return None


def content(sample: Any) -> tuple[int, str]:
    """A `collate_fn` for single samples: the worker and the digest; the next sample begins with the streams seeded."""
    seed_streams()
    return worker(), digest(sample)


def _of_stream(subject: Subject) -> Measurement:
    """Compare what the workers read with what one reads alone."""
    deadline = Deadline(subject.budget)
    loader = subject.loader
    one_by_one: dict[str, Any] = {"batch_size": None, "collate_fn": content}
    workers = workers_for(subject, least=1)
    # A loader without workers reads every epoch from the same dataset, as a worker that persists does.
    persistent = loader.persistent_workers or not loader.num_workers
    options = one_by_one | {"num_workers": workers, "persistent_workers": persistent}
    first, second = read(subject, 2, Deadline(deadline.left / 2), most=MOST_SAMPLES, **options)
    options = one_by_one | {"num_workers": 1, "persistent_workers": False}
    (alone,) = read(subject, 1, Deadline(deadline.left / 2), most=MOST_SAMPLES, **options)
    if not alone.batches or not first.batches:
        return Measurement(NAME, not_run="the stream is empty")
    given, there = (Counter(sample for _, sample in epoch.batches) for epoch in (first, alone))
    figures: dict[str, Any] = {"workers": workers, "given": given.total(), "samples": there.total()}
    if first.ended and second.ended:
        figures["second_epoch"] = len(second.batches)
    if not (first.ended and alone.ended):
        return _of_part(first, there, figures)
    if (given & there).total() < there.total() / 2:
        # Samples are not known again that are made with random streams of their own: compare how many there are.
        known = given.total() - there.total()
        counts = {"doubled": max(known, 0)} if known > 0 else {"lost": -known} if known < 0 else {}
    else:
        # The first sample of a worker is made from streams that nothing has seeded yet.
        firsts = dict(reversed(first.batches))
        unknown = sum(sample not in there for sample in firsts.values())
        doubtful = unknown + 1 if unknown else 0
        counts = {
            "doubled": max((given - there).total() - doubtful, 0),
            "lost": max((there - given).total() - doubtful, 0),
        }
    if loader.batch_size is not None and loader.drop_last:
        figures["dropped"] = max(given.total() - _count_of_batches(subject, workers, deadline), 0)
    return _measurement(figures | counts)


def _of_part(first: Epoch, there: Counter[str], figures: dict[str, Any]) -> Measurement:
    """Judge a stream that has not ended: of samples that all differ, some that came from two workers are doubled."""
    if max(there.values()) > 1:
        return Measurement(NAME, not_run="the stream has no end in sight, and equal samples in it", figures=figures)
    by_worker = Counter(sample for _, sample in set(first.batches))
    return _measurement(figures | {"doubled": by_worker.total() - len(by_worker)})


def _count_of_batches(subject: Subject, workers: int, deadline: Deadline) -> int:
    (epoch,) = read(subject, 1, deadline, num_workers=workers, collate_fn=len)
    return sum(epoch.batches)


def _measurement(figures: dict[str, Any]) -> Measurement:
    signs = {}
    if "doubled" in figures:
        signs[Sign.SAMPLES_DOUBLED] = figures["doubled"] > 0
    is_exhausted = figures.get("second_epoch") == 0
    if "lost" in figures or figures.get("dropped") or is_exhausted:
        signs[Sign.SAMPLES_LOST] = bool(figures.get("lost") or figures.get("dropped") or is_exhausted)
    said = [f"of {figures['samples']} samples" if "samples" in figures else "in an epoch", f"{figures['given']} come"]
    said += [f", {figures[name]} {what}" for name, what in SAID.items() if figures.get(name)]
    said += [", none in the second epoch"] if is_exhausted else []
    return Measurement(NAME, f"{said[0]} {said[1]}{''.join(said[2:])}", signs, None, figures)
