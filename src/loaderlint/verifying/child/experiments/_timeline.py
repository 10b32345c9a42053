"""When each worker makes a batch and when the consumer waits for one, over the first batches of an epoch."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable
from typing import Any

from loaderlint.verifying.child.experiments._reading import worker
from loaderlint.verifying.child.experiments._round import at_start
from loaderlint.verifying.child.experiments._settings import Setting
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


class Timed:
    """A `collate_fn` that returns with each batch the worker and when it began and ended to make it."""

    def __init__(self, collate: Callable[[Any], Any]) -> None:
        self.collate = collate
        self.ended = 0.0

    def __call__(self, samples: Any) -> tuple[int, float, float, Any]:
        batch = self.collate(samples)
        # Of a stream nobody sees when a batch is begun: right after the one before.
        begun, self.ended = max(Keys.begun, self.ended), time.monotonic()
        return worker(), begun, self.ended, batch


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
    makes the batches: its worker is -1.
    """
    most = _BATCHES * max(2, setting.workers)
    batches: list[tuple[int, float, float]] = []
    waits: list[tuple[float, float]] = []
    with at_start(subject, setting, collate_fn=Timed(subject.loader.collate_fn)) as (loader, feed):
        if feed:
            feed.source = Stamped(feed.source)
        start = asked = time.monotonic()
        iterator: Any = iter(loader)
        try:
            for who, begun, made, _ in iterator:
                came = time.monotonic()
                # The first batch of a stream is begun when its worker is there, which nobody sees.
                batches.append((who, max(begun, start) - start, made - start))
                waits.append((asked - start, came - start))
                if len(batches) == most or came - start > _SECONDS:
                    break
                asked = time.monotonic()
        finally:
            if not loader.persistent_workers and hasattr(iterator, "_shutdown_workers"):
                iterator._shutdown_workers()
    return {"options": setting.options, "batches": batches, "waits": waits}
