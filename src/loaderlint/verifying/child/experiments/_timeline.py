"""When each worker makes a batch and when the consumer waits for one, over the first batches of an epoch."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from statistics import fmean
from typing import Any, NamedTuple

from loaderlint.verifying.child.experiments._keys import Keys
from loaderlint.verifying.child.experiments._reading import worker
from loaderlint.verifying.child.experiments._round import at_start, measure
from loaderlint.verifying.child.experiments._settings import Setting
from loaderlint.verifying.child.experiments._usage import Usage, bytes_read
from loaderlint.verifying.child.experiments.transfer import tensors_of
from loaderlint.verifying.child.step import Step
from loaderlint.verifying.child.subject import Subject

#: Batches of each worker, and seconds, after which a time line ends.
_BATCHES, _SECONDS = 6, 3.0


class Stamped:
    """Gives what a sampler gives, batches as `Keys`."""

    def __init__(self, source: Any) -> None:
        self.source = source

    def __iter__(self) -> Any:
        return (Keys(keys) if type(keys) is list else keys for keys in self.source)


class Made(NamedTuple):
    """How a worker made a batch of so many `bytes`: when it `begun`, had all samples, and `ended`, by `time.monotonic`.

    Since the batch before it `used` so much, None where the system does not say, and `read` so many bytes from a disk.
    """

    worker: int
    begun: float
    together: float
    ended: float
    used: Usage | None
    read: int
    bytes: int


class Timed:
    """A `collate_fn` that returns with each batch how it was made."""

    def __init__(self, collate: Callable[[Any], Any]) -> None:
        self.collate = collate
        self.ended = 0.0
        self.used: Usage | None = None
        self.read = 0

    def __call__(self, samples: Any) -> tuple[Made, Any]:
        together = time.monotonic()
        batch = self.collate(samples)
        # Of a stream nobody sees when a batch is begun: right after the one before.
        begun, self.ended = max(Keys.begun.at, self.ended), time.monotonic()
        used_before, self.used = self.used, Usage.of([os.getpid()])
        read_before, self.read = self.read, bytes_read()
        used = None if used_before is None or self.used is None else self.used.since(used_before)
        size = sum(tensor.nbytes for tensor in tensors_of(batch))
        return Made(worker(), begun, together, self.ended, used, self.read - read_before, size), batch


def timelines(subject: Subject, settings: Iterable[Setting]) -> list[dict[str, Any]]:
    """Return the time lines of settings, as far as they can be recorded: what goes wrong with them, others find out."""
    found = []
    for setting in settings:
        with contextlib.suppress(Exception):
            found.append(timeline(subject, setting))
    return found


def timeline(subject: Subject, setting: Setting) -> dict[str, Any]:
    """Return the batches as (worker, begun, made), and the waits of the consumer as (from, until), in seconds.

    They count from when the epoch begins, which with persistent workers is not the first. Without workers, the consumer
    makes the batches: its worker is -1. See `parts_of_batches` for where the time goes.
    """
    step = subject.step or Step()
    most = _BATCHES * max(2, setting.workers)
    made: list[Made] = []
    waits: list[tuple[float, float]] = []
    with at_start(subject, setting, collate_fn=Timed(subject.loader.collate_fn)) as (loader, feed):
        if feed:
            feed.source = Stamped(feed.source)
        start = asked = time.monotonic()
        iterator: Any = iter(loader)
        try:
            for one, _ in iterator:
                came = time.monotonic()
                made.append(one)
                waits.append((asked - start, came - start))
                if len(made) == most or came - start > _SECONDS:
                    break
                step.do(came)
                asked = time.monotonic()
        finally:
            if not loader.persistent_workers and hasattr(iterator, "_shutdown_workers"):
                iterator._shutdown_workers()
    # The first batch of a stream is begun when its worker is there, which nobody sees.
    batches = [(one.worker, max(one.begun, start) - start, one.ended - start) for one in made]
    return {
        "options": setting.options,
        "batches": batches,
        "waits": waits,
        "parts": parts_of_batches(made, waits, start),
    }


def crowd(subject: Subject, workers: int) -> list[dict[str, float]]:
    """Return the samples a second of one worker alone, and of several, two at least; empty where that fails.

    No step slows them down.
    """
    found = []
    for number in (1, max(2, workers)):
        with contextlib.suppress(Exception):
            found.append(
                {"workers": number, "speed": measure(replace(subject, step=None), Setting(number), 1.0).steady}
            )
    return found if len(found) == 2 else []


def parts_of_batches(made: list[Made], waits: list[tuple[float, float]], start: float) -> dict[str, float | None]:
    """Return where the time of a batch goes, in seconds, without the first batch of each worker.

    On average, its `samples` are made and it is put together (`collate`, in a worker into memory that the main process
    can see), and then has so many `bytes`. Meanwhile threads of its worker `ran`, its main thread was `held_up` in line
    for a core, and it `read` so many bytes from a disk. The consumer waits for it while it is made (`late`), and then
    until it has come through (`sent`, None where the consumer makes it).
    """
    first = {one.worker: number for number, one in reversed([*enumerate(made)])}
    later = [(one, waits[number]) for number, one in enumerate(made) if number != first[one.worker]]
    if not later:
        return {}
    late = [max(0.0, min(came, one.ended - start) - asked) for one, (asked, came) in later]
    sent = [came - asked - lost for (_, (asked, came)), lost in zip(later, late, strict=True)]
    used = [one.used for one, _ in later if one.used is not None]
    return {
        "samples": fmean(one.together - one.begun for one, _ in later),
        "collate": fmean(one.ended - one.together for one, _ in later),
        "bytes": fmean(one.bytes for one, _ in later),
        "late": fmean(late),
        "sent": fmean(sent) if later[0][0].worker >= 0 else None,
        "ran": fmean(one.ran for one in used) if used else None,
        "held_up": fmean(one.held_up for one in used) if used else None,
        "read": fmean(one.read for one, _ in later),
    }
