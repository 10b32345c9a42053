"""Runs loaders for experiments: within a time, with workers ended and the main process left as it was."""

from __future__ import annotations

import itertools
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any

import torch.utils.data._utils.worker as torch_worker
from torch.utils.data import DataLoader, get_worker_info

from loaderlint.verifying.child.experiments._digest import NotDigestibleError
from loaderlint.verifying.child.experiments._state import seed_streams, undisturbed
from loaderlint.verifying.child.subject import Subject, shut_down
from loaderlint.verifying.shared.measurement import Measurement

#: More workers show nothing that these do not, and take longer to start.
MOST_WORKERS = 4


class Deadline:
    """A point in time, `seconds` from now."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds that are left, 0 if none are."""
        return max(0.0, self.end - time.monotonic())


@dataclass(frozen=True)
class Epoch:
    """What a loader gave in one epoch, and whether it came to its end. Times are in seconds."""

    batches: list[Any]
    ended: bool
    first_batch: float
    seconds: float


def workers_for(subject: Subject, least: int = 2) -> int:
    """How many workers an experiment starts: the loader's own number, but at least `least` and not many."""
    return min(max(subject.loader.num_workers, least), max(least, MOST_WORKERS))


def as_if(subject: Subject, workers: int) -> str:
    """Say with how many workers was tried, where the loader has another number; ends a sentence."""
    own = subject.loader.num_workers
    return "" if workers == own else f" (tried with {workers} workers; the loader has {own})"


def worker() -> int:
    """The number of the worker that asks, -1 in the main process."""
    info: Any = get_worker_info()
    return -1 if info is None else getattr(info, "real", info).id


class OnlyWorker:
    """What `get_worker_info` says in a worker that is to believe that there is no other."""

    id = 0
    num_workers = 1

    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


class Alone:
    """A `worker_init_fn` that runs the loader's own, and then has the dataset believe in no other worker.

    So every worker of a stream reads all of it, with the random streams that are its own.
    """

    def __init__(self, init: Callable[[int], Any] | None) -> None:
        self.init = init

    def __call__(self, worker_id: int) -> None:
        if self.init is not None:
            self.init(worker_id)
        torch_worker._worker_info = OnlyWorker(get_worker_info())  # type: ignore[assignment]


class SameSeed:
    """A `worker_init_fn` that runs the loader's own, in a worker that was given the same seed as all others."""

    def __init__(self, init: Callable[[int], Any]) -> None:
        self.init = init

    def __call__(self, worker_id: int) -> None:
        object.__setattr__(get_worker_info(), "seed", 0)
        seed_streams()
        self.init(worker_id)


class Collate:
    """A `collate_fn` that makes a batch as another does, and gives nothing, so that nothing crosses to this process."""

    def __init__(self, collate: Callable[[Any], Any]) -> None:
        self.collate = collate

    def __call__(self, samples: Any) -> None:
        self.collate(samples)


def read(
    subject: Subject,
    epochs: int,
    deadline: Deadline,
    *,
    most: int | None = None,
    least: int = 1,
    further: int = 0,
    before: Callable[[int], None] = lambda _: None,
    **changes: Any,
) -> list[Epoch]:
    """Run a loader like the subject for some epochs of at most `most` batches each, each after `before(number)`.

    Each epoch gets its share of what is left until the deadline, but always the `least` batches. Where more tell little
    before there are `further`, it ends as soon as so many will not come in time. Raises what the loader raises.
    A subclass may want batches of its own kind; where it fails with those of an experiment, torch's class takes over.
    """
    # There is nothing to pin in a digest, and the main process would start a thread for it.
    changes = {"pin_memory": False} | changes
    if not getattr(subject.loader, "in_order", True):
        changes["in_order"] = True  # so that batches come back in the order of their sampler
    try:
        with warnings.catch_warnings(), undisturbed(subject.loader):
            warnings.simplefilter("ignore")
            loader = subject.rebuild(**changes)
            try:
                done = []
                for number in range(epochs):
                    drain(loader)
                    before(number)
                    seconds = deadline.left / (epochs - number)
                    done.append(_epoch(loader, seconds, most, least, further, subject.moves))
                return done
            finally:
                shut_down(loader)
    except Exception:
        if not subject.keep_class or type(subject.loader) is DataLoader:
            raise
        again = replace(subject, keep_class=False)
        return read(again, epochs, deadline, most=most, least=least, further=further, before=before, **changes)


def drain(loader: DataLoader[Any]) -> None:
    """Have workers that are kept finish what they were asked for before an epoch was cut off, for it to be gone."""
    iterator: Any = getattr(loader, "_iterator", None)
    if iterator is not None and hasattr(iterator, "_sampler_iter"):
        iterator._sampler_iter = iter(())  # it asks for no more
        for _ in iterator:
            pass


def _epoch(
    loader: DataLoader[Any], seconds: float, most: int | None, least: int, further: int, moves: Callable[[], None]
) -> Epoch:
    begun = time.monotonic()
    batches: list[Any] = []
    times: list[float] = []
    iterator = iter(loader)
    try:
        while len(batches) != most and (len(times) < least or _comes_at(times, further) <= seconds):
            batches.append(next(iterator))
            times.append(time.monotonic() - begun)
            moves()
        ended = False
    except StopIteration:
        ended = True
    finally:
        if not loader.persistent_workers and hasattr(iterator, "_shutdown_workers"):
            iterator._shutdown_workers()
    return Epoch(batches, ended, times[0] if times else 0.0, time.monotonic() - begun)


def _comes_at(times: list[float], number: int) -> float:
    """When so many batches will have come at the pace of those that came at these times, after the first of them."""
    pace = (times[-1] - times[0]) / max(1, len(times) - 1)
    return times[-1] + pace * max(0, number - len(times))


def keys_of(subject: Subject, most: int) -> list[Any]:
    """Return the first different indices that the loader's sampler gives."""
    found: list[Any] = []
    with undisturbed(subject.loader):
        for key in itertools.islice(indices(subject.loader), 20 * most):
            if key not in found:
                found.append(key)
            if len(found) == most:
                break
    return found


def indices(loader: DataLoader[Any]) -> Iterator[Any]:
    """The indices of one epoch, as the loader's sampler gives them; it draws them, and may keep a state."""
    return iter(loader.sampler) if loader.batch_sampler is None else itertools.chain.from_iterable(loader.batch_sampler)


def or_why_not(experiment: Callable[[Subject], Measurement]) -> Callable[[Subject], Measurement]:
    """Have an experiment say that nothing was measured where samples have no content to compare."""

    @wraps(experiment)
    def run(subject: Subject) -> Measurement:
        try:
            return experiment(subject)
        except NotDigestibleError as error:
            return Measurement(sys.modules[experiment.__module__].NAME, not_run=reason(error))

    return run


def reason(error: BaseException) -> str:
    """What an error says: its type and its message, of one in a worker the worker's own, on one line."""
    name = type(error).__name__
    lines = str(error).splitlines()
    if any(line.startswith(("Traceback", "Original Traceback")) for line in lines):
        # What follows the frames, which are indented.
        indented = [number for number, line in enumerate(lines) if line.startswith(" ")]
        lines = lines[indented[-1] + 1 if indented else 0 :]
    message = " ".join(filter(None, map(str.strip, lines)))
    return message if message.startswith(f"{name}:") else f"{name}: {message}"
