"""When each worker makes a batch and when the consumer waits for one, over the first batches of an epoch."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from loaderlint.verifying.child.experiments._reading import worker
from loaderlint.verifying.child.experiments._round import at_start, work
from loaderlint.verifying.child.experiments._settings import Setting
from loaderlint.verifying.child.step import Step
from loaderlint.verifying.child.subject import Subject

#: Batches of each worker, and seconds, after which a time line ends.
_BATCHES, _SECONDS = 6, 3.0


class Keys(list[Any]):
    """The keys of a batch; that it is begun shows when they are gone through, in the process that does so."""

    begun = 0.0

    def __iter__(self) -> Any:
        Keys.begun = time.monotonic()
        return super().__iter__()


class Stamped:
    """Gives what a sampler gives, batches as `Keys`."""

    def __init__(self, source: Any) -> None:
        self.source = source

    def __iter__(self) -> Any:
        return (Keys(keys) if type(keys) is list else keys for keys in self.source)


class Made(NamedTuple):
    """How a worker made a batch: when it `begun`, had all samples together, and `ended`, by `time.monotonic`.

    For `work` seconds since the batch before it ran or stood in line for a core, None where the system does not say,
    and it `read` so many bytes from a disk.
    """

    worker: int
    begun: float
    together: float
    ended: float
    work: float | None
    read: int


class Timed:
    """A `collate_fn` that returns with each batch how it was made."""

    def __init__(self, collate: Callable[[Any], Any]) -> None:
        self.collate = collate
        self.ended = 0.0
        self.work: float | None = None
        self.read = 0

    def __call__(self, samples: Any) -> tuple[Made, Any]:
        together = time.monotonic()
        batch = self.collate(samples)
        # Of a stream nobody sees when a batch is begun: right after the one before.
        begun, self.ended = max(Keys.begun, self.ended), time.monotonic()
        work_before, self.work = self.work, work([os.getpid()])
        read_before, self.read = self.read, _read()
        spent = None if work_before is None or self.work is None else self.work - work_before
        return Made(worker(), begun, together, self.ended, spent, self.read - read_before), batch


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
    makes the batches: its worker is -1. See `_parts` for where the time goes.
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
    return {"options": setting.options, "batches": batches, "waits": waits, "parts": _parts(made, waits, start)}


def _parts(made: list[Made], waits: list[tuple[float, float]], start: float) -> dict[str, float | None]:
    """Where the time of a batch goes, in seconds, as medians without the first batch of each worker.

    Its `samples` are made, it is put together (`collate`, in a worker into memory that the main process can see), and
    `sent`, which shows where the consumer waits for it. `busy` is the share of the first two for which its worker ran
    or stood in line for a core, `read` are bytes from a disk.
    """
    first = {one.worker: number for number, one in reversed([*enumerate(made)])}
    later = [(one, waits[number]) for number, one in enumerate(made) if number != first[one.worker]]
    if not later:
        return {}
    busy = [one.work / max(one.ended - one.begun, 1e-9) for one, _ in later if one.work is not None]
    sent = [start + came - one.ended for one, (asked, came) in later if start + asked < one.ended and one.worker >= 0]
    return {
        "samples": median(one.together - one.begun for one, _ in later),
        "collate": median(one.ended - one.together for one, _ in later),
        "sent": median(sent) if sent else None,
        "busy": min(1.0, median(busy)) if busy else None,
        "read": median(one.read for one, _ in later),
    }


def _read() -> int:
    """The bytes that this process has read from a disk so far; 0 where the system does not say."""
    with contextlib.suppress(OSError):
        lines = Path("/proc/self/io").read_text(encoding="utf-8").splitlines()
        return next((int(line.split()[1]) for line in lines if line.startswith("read_bytes:")), 0)
    return 0
