"""One measurement of a loader: how fast a consumer gets through its batches, who does a step with each of them."""

from __future__ import annotations

import contextlib
import copy
import io
import itertools
import os
import pickle
import time
import warnings
from collections.abc import Iterator
from typing import Any

import torch
from torch.utils.data import DataLoader

from loaderlint.verifying.child.experiments._settings import Round, Setting
from loaderlint.verifying.child.experiments._state import undisturbed
from loaderlint.verifying.child.experiments._usage import Load, cores, memory_of
from loaderlint.verifying.child.step import Step
from loaderlint.verifying.child.subject import Subject, length_of, shut_down

#: A dataset that is larger when it is pickled is not copied.
_MOST_COPIED = 256 * 2**20

#: Batches of each worker that are timed, at least, after the first of each.
_WAVES = 2


class Feed:
    """What a loader's own sampler gives, again and again, so that a measurement can be longer than an epoch.

    The first pass ends after `short` of them, if that is not 0. `sizes` are the numbers of samples that were asked for.
    """

    def __init__(self, source: Any, short: int) -> None:
        self.source = source
        self.short = short
        self.sizes: list[int] = []

    def __iter__(self) -> Iterator[Any]:
        if self.short:
            short, self.short = self.short, 0
            yield from itertools.islice(self.source, short)
            return
        while True:
            given = len(self.sizes)
            for keys in self.source:
                self.sizes.append(len(keys) if hasattr(keys, "__len__") and not isinstance(keys, str) else 1)
                yield keys
            if len(self.sizes) == given:
                return


@contextlib.contextmanager
def at_start(subject: Subject, setting: Setting, **changes: Any) -> Iterator[tuple[DataLoader[Any], Feed | None]]:
    """Give a loader like the subject with a setting at the start of an epoch, and what feeds it; a stream feeds itself.

    With persistent workers, it is not the first epoch. At the end, workers are ended and what was drawn is undone.
    Without workers, samples are made from a copy of the dataset: what it opens or remembers in the main process would
    be passed on to the workers that are forked later.
    """
    own = subject.loader
    options = setting.options | changes
    if not setting.workers:
        options["dataset"] = _copied(own.dataset)
    feed = None
    if not subject.is_iterable:
        short = setting.workers if setting.persistent else 0
        feed = Feed(own.batch_sampler or own.sampler, short)
        options["batch_sampler" if own.batch_sampler is not None else "sampler"] = feed
    with warnings.catch_warnings(), undisturbed(own):
        warnings.simplefilter("ignore")
        loader = subject.rebuild(**options)
        try:
            if feed and feed.short:
                for _ in loader:
                    pass
            yield loader, feed
        finally:
            shut_down(loader)


def measure(subject: Subject, setting: Setting, seconds: float) -> Round:
    """Measure a setting for so many seconds, or for as long as a few batches of each worker take."""
    with at_start(subject, setting) as (loader, feed):
        return _timed(subject, loader, feed, seconds)


def _timed(subject: Subject, loader: DataLoader[Any], feed: Feed | None, seconds: float) -> Round:
    step = subject.step or Step()
    together = max(1, loader.num_workers)  # batches that are made side by side
    begun = asked = time.monotonic()
    iterator: Any = iter(loader)
    processes = [os.getpid(), *(w.pid for w in getattr(iterator, "_workers", ()))]
    times: list[float] = []
    waits: list[float] = []
    sizes: list[int] = []
    ended = True
    loads: list[Load | None] = []
    try:
        for batch in iterator:
            came = time.monotonic()
            times.append(came - begun)
            waits.append(came - asked)
            sizes.append(feed.sizes[len(sizes)] if feed else _size(batch))
            if len(times) == together:
                loads.append(Load.of(processes))
            enough = len(times) >= (1 + _WAVES) * together and times[-1] - times[together - 1] >= seconds
            if enough and len(times) % together == 0:
                ended = False
                break
            to_gpu(batch)
            step.do(came)
            asked = time.monotonic()
        loads.append(Load.of(processes))
        memory = memory_of(processes)
    finally:
        if not loader.persistent_workers and hasattr(iterator, "_shutdown_workers"):
            iterator._shutdown_workers()
    if not times:
        raise ValueError("the loader gives no batch")
    length = len(times) if ended else length_of(subject.loader)
    return _figures(times, waits, sizes, together, length, step, memory, loads)


def _figures(
    times: list[float],
    waits: list[float],
    sizes: list[int],
    together: int,
    length: int | None,
    step: Step,
    memory: float | None,
    loads: list[Load | None],
) -> Round:
    """Workers begin together, so that the first batch of each comes at once: it says nothing of the speed later."""
    skipped, last = min(together, len(times)), len(times) // together * together
    if last > skipped:
        seconds = times[last - 1] - times[skipped - 1]
    else:
        skipped, last = 0, len(times)
        seconds = times[-1] + step.seconds
    steady = sum(sizes[skipped:last]) / max(seconds, 1e-9)
    waited = sum(waits[skipped:last]) / max(seconds, 1e-9)
    epoch = steady
    if length:
        begin = min(length, together, len(times))
        samples = sum(sizes) / len(sizes)
        rest = (length - begin) * samples / steady + step.seconds
        epoch = length * samples / (times[begin - 1] + rest)
    busy = others = None
    if loads[0] is not None and loads[-1] is not None and skipped:
        busy, others = loads[-1].shares_since(loads[0], cores(), max(seconds, 1e-9))
    return Round(steady, epoch, times[0], memory, busy, min(1.0, waited), sum(sizes) / len(sizes), others)


def _size(batch: Any) -> int:
    """How many samples a batch of a stream holds, as far as its shape says."""
    if isinstance(batch, dict):
        batch = list(batch.values())
    if isinstance(batch, list | tuple) and batch and hasattr(batch[0], "shape"):
        batch = batch[0]
    return len(batch) if hasattr(batch, "__len__") and getattr(batch, "ndim", 1) != 0 else 1


def to_gpu(batch: Any) -> None:
    """Copy a batch to the GPU, if there is one, as pinned memory is for that."""
    if not torch.cuda.is_available():
        return
    if isinstance(batch, torch.Tensor):
        batch.to("cuda", non_blocking=True)
    elif isinstance(batch, dict):
        to_gpu(list(batch.values()))
    elif isinstance(batch, list | tuple):
        for part in batch:
            to_gpu(part)


def _copied(dataset: Any) -> Any:
    target = _Bounded()
    try:
        pickle.Pickler(target, protocol=5).dump(dataset)
        return pickle.loads(target.getvalue())  # noqa: S301 - it was made right here
    except Exception:  # what cannot be pickled, or is too large, is copied as far as its attributes go
        return copy.copy(dataset)


class _Bounded(io.BytesIO):
    def write(self, data: Any, /) -> int:
        if self.tell() + memoryview(data).nbytes > _MOST_COPIED:
            raise MemoryError
        return super().write(data)
