"""Whether workers start by each method, and read what one worker reads alone.

Workers read samples side by side; of a stream each reads all, as it is told that it is the only one. What they read is
compared, by content, with what a single worker reads. To know a sample again that is made with random numbers, the
global random streams are put to one place before each batch. Forked workers that share a file's position seldom meet
there, so in the first round each waits a moment after it has put a file to a position.
"""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._digest import NotDigestibleError, digest
from loaderlint.verifying.child.experiments._reading import (
    Alone,
    Deadline,
    as_if,
    keys_of,
    or_why_not,
    read,
    reason,
    worker,
    workers_for,
)
from loaderlint.verifying.child.experiments._state import seed_streams
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

NAME = "start methods"
METHODS = ("fork", "spawn", "forkserver")
BATCH = 4
BATCHES = 200  # to compare
FEW = 8  # to see whether a method works at all
SAMPLES = 200  # of a map dataset, read over and over
ROUNDS = 6  # of forked workers, whose wrong reads are a race

_TICK = 1.0  # seconds

#: What puts a file to a position, and the seconds that a worker then waits.
_SEEKS = ("seek", "lseek")
_LINGER = 0.0005

#: A batch: its place in what it was read from, and the digests of its samples.
Batch = tuple[int, tuple[str, ...]]


def start(init: Callable[[int], Any] | None, lingers: bool, worker_id: int) -> None:
    """A `worker_init_fn`: runs another, and seeds the global streams; it may have the worker linger after seeks."""
    if init is not None:
        init(worker_id)
    seed_streams()
    if lingers:
        sys.setprofile(_linger)


def _linger(_: Any, event: str, function: Any) -> None:
    """Wait between a seek and the read that follows it, in which a worker that shares the position moves it."""
    if event == "c_return" and function.__name__ in _SEEKS:
        time.sleep(_LINGER)


def content(_: Callable[[Any], Any], samples: list[Any]) -> tuple[int, tuple[str, ...]]:
    """A `collate_fn`: the worker and the digests of the samples; the next ones begin with the streams seeded.

    It has the loader's own with it, which must get to the worker, too.
    """
    seed_streams()
    return worker(), tuple(digest(sample) for sample in samples)


@or_why_not
def run(subject: Subject) -> Measurement:
    """Try methods until what is wanted shows; the figures say of each how it went.

    Where it is wanted how others go, a loader whose workers are forked, or that has none, is tried with each method
    that this system has.
    """
    deadline = Deadline(subject.budget)
    all_methods = [method for method in METHODS if method in multiprocessing.get_all_start_methods()]
    tries_all = subject.forks and Sign.RAISES_UNFORKED in subject.wanted
    methods = all_methods if tries_all else [subject.start_method]
    workers = workers_for(subject)
    signs: dict[Sign, bool] = {}
    went: dict[str, str] = {}
    raises: dict[str, bool] = {}
    compares = Sign.WRONG_SAMPLES in subject.wanted
    right = _what_one_reads(subject, methods[0], deadline) if compares else {}
    for method in methods:
        try:
            _import_script(method, subject, deadline)
            if not deadline.left:
                raise _TimeIsUpError
            wrong, count = _wrong_reads(subject, method, deadline, right)
        except NotDigestibleError:
            raise
        except _TimeIsUpError:
            went[method] = "not tried, as time was up"
            continue
        except Exception as error:
            raises[method] = True
            went[method] = f"raises {reason(error)}"
            if method != "fork" and not compares:
                break
        else:
            raises[method] = False
            if right:
                signs[Sign.WRONG_SAMPLES] = signs.get(Sign.WRONG_SAMPLES, False) or wrong > 0
            went[method] = f"{wrong} of {count} samples are wrong" if wrong else f"{count} samples are read"
    if subject.start_method in raises:
        signs[Sign.RAISES] = raises[subject.start_method]
    unforked = [raises.get(method) for method in methods if method != "fork"]
    if unforked and (True in unforked or None not in unforked):
        signs[Sign.RAISES_UNFORKED] = True in unforked
    more_time = len(went) > len(raises) and not signs.get(Sign.RAISES_UNFORKED)
    if compares and not right:
        went["compared"] = "nothing, as one worker alone does not read the same twice"
    summary = "; ".join(f"{name}: {said}" for name, said in went.items())
    figures = {"workers": workers, **went}
    return Measurement(NAME, summary + as_if(subject, workers), signs, None, figures, more_time=more_time)


def _what_one_reads(subject: Subject, method: str, deadline: Deadline) -> dict[int, tuple[str, ...]]:
    """What one worker reads; empty if it raises, or reads something else the next time."""
    try:
        first, second = (dict(_read(subject, method, 1, deadline.left / 6)) for _ in range(2))
    except NotDigestibleError:
        raise
    except Exception:
        return {}
    same = all(first[place] == second[place] for place in first.keys() & second.keys())
    return first if same and (subject.is_iterable or _is_fixed(first, len(keys_of(subject, SAMPLES)))) else {}


def _is_fixed(batches: dict[int, tuple[str, ...]], different: int) -> bool:
    """Whether a sample is the same whenever it is read; not if the dataset draws from a stream that it keeps."""
    seen: dict[int, str] = {}
    read = ((place * BATCH + number, sample) for place, batch in batches.items() for number, sample in enumerate(batch))
    return all(seen.setdefault(number % different, sample) == sample for number, sample in read)


def _wrong_reads(
    subject: Subject, method: str, deadline: Deadline, right: dict[int, tuple[str, ...]]
) -> tuple[int, int]:
    """How many samples are wrong, and how many were read; the first round with wrong ones is the last."""
    wrong = count = 0
    # Workers that are started otherwise take long to start, and share no handle.
    rounds, workers = (ROUNDS, workers_for(subject)) if method == "fork" else (1, 2)
    rounds, batches = (rounds, BATCHES) if right else (1, FEW)
    for left in range(rounds, 0, -1):
        lingers = method == "fork" and left == rounds
        for place, batch in _read(subject, method, workers, deadline.left / (left + 2), batches, lingers=lingers):
            count += len(batch)
            wrong += sum(one != other for one, other in zip(batch, right.get(place, batch), strict=False))
        if wrong or not deadline.left:
            break
    return wrong, count


def _import_script(method: str, subject: Subject, deadline: Deadline) -> None:
    """Start a process as a worker would be, with nothing to do: it imports the program's script.

    A script without a guard starts workers in turn, and dies of it. Who then sends such a worker a large dataset waits
    for ever: nobody reads from the pipe, and its end is not closed. Raises RuntimeError where that would happen.
    """
    if method == "fork":
        return
    with _as_default(method):
        context: Any = multiprocessing.get_context(method)
        process = context.Process(target=os.getpid)
        process.start()
        while process.exitcode is None and deadline.left:
            process.join(_TICK)
            subject.moves()  # imports take their time, and no longer than until the deadline
        died = process.exitcode
        process.kill()
        process.join()
    if died is None:
        raise _TimeIsUpError
    if died:
        raise RuntimeError("a worker imports the script and does not survive it: the script starts workers on import")


class _TimeIsUpError(Exception):
    """A method was not tried to its end: nothing is known of it."""


@contextlib.contextmanager
def _as_default(method: str) -> Iterator[None]:
    """Make this the default in workers as well, which import the program's script if they are not forked."""
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method(method, force=True)
    try:
        yield
    finally:
        multiprocessing.set_start_method(before, force=True)


def _read(
    subject: Subject, method: str, workers: int, seconds: float, most: int = BATCHES, *, lingers: bool = False
) -> list[Batch]:
    """Read the same batches as always, or the first of them, by so many workers, which may linger after seeks."""
    loader = subject.loader
    options: dict[str, Any] = {
        "num_workers": workers,
        "multiprocessing_context": method,
        "collate_fn": partial(content, loader.collate_fn),
        "worker_init_fn": partial(
            start, Alone(loader.worker_init_fn) if subject.is_iterable else loader.worker_init_fn, lingers
        ),
    }
    if subject.is_iterable:
        options["batch_size"] = BATCH
    else:
        keys = itertools.cycle(keys_of(subject, SAMPLES))
        options["batch_sampler"] = [list(itertools.islice(keys, BATCH)) for _ in range(most)]
    with _as_default(method):
        (epoch,) = read(subject, 1, Deadline(seconds), most=most * (workers if subject.is_iterable else 1), **options)
    if not subject.is_iterable:
        return [(place, batch) for place, (_, batch) in enumerate(epoch.batches)]
    seen: Counter[int] = Counter()
    batches = []
    for who, batch in epoch.batches:
        batches.append((seen[who], batch))
        seen[who] += 1
    return batches
