"""What the time of a sample goes into, in one worker that makes some: its files in the page cache, and not.

The samples are made one by one, without the `collate_fn`: a time line shows what that takes.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean
from typing import Any, NamedTuple

from loaderlint.verifying.child.experiments import _seams
from loaderlint.verifying.child.experiments._keys import Keys, Moment
from loaderlint.verifying.child.experiments._reading import Deadline, keys_of, read
from loaderlint.verifying.child.experiments._usage import bytes_read
from loaderlint.verifying.child.subject import Subject

#: Samples, and the seconds that they may take.
_SAMPLES, _SECONDS = 64, 2.0

#: The most bytes of files that are taken out of the page cache.
_BYTES = 2**31


class Spent(NamedTuple):
    """What a sample took: `wall` seconds, of these `cpu`, and both by `parts`; the bytes that its worker has `read`.

    `files` are those that the worker had opened by name or still has open.
    """

    wall: float
    cpu: float
    parts: dict[str, tuple[float, float]]
    read: int
    files: list[str]


class Tell:
    """A `collate_fn` that gives no samples, but what was spent on them."""

    def __init__(self) -> None:
        self.ended = Moment()

    def __call__(self, _: Any) -> Spent:
        now = Moment.now()
        recorder = _seams.recorder
        assert recorder is not None
        # Of a stream nobody sees when a sample is begun: right after the one before.
        wall, cpu = (end - begun for end, begun in zip(now, max(Keys.begun, self.ended), strict=True))
        parts = {name: (seconds, recorder.cpu[name]) for name, seconds in recorder.seconds.items()}
        spent = Spent(wall, cpu, parts, bytes_read(), sorted(filter(_is_data, recorder.files | {*_open_files()})))
        recorder.forget()  # what was read right here
        self.ended = Moment.now()
        return spent


def parts_of(subject: Subject) -> dict[str, Any]:
    """Return what a sample takes, `warm` and `cold`, see `_shared_out`; `cold` is None where files stay in the cache.

    Empty where that cannot be recorded: what goes wrong, others find out.
    """
    with contextlib.suppress(Exception):
        _, files = _pass(subject)  # reads the files for the first time
        warm, _ = _pass(subject)
        forget(files)
        cold, _ = _pass(subject)
        return {"warm": warm, "cold": cold if cold["read"] > warm["read"] else None, "files": len(files)}
    return {}


def _pass(subject: Subject) -> tuple[dict[str, Any], list[str]]:
    """Make some samples; return what one takes on average, and which files were read for them."""
    changes: dict[str, Any] = {"num_workers": 1, "prefetch_factor": 2, "persistent_workers": False}
    changes |= {"collate_fn": Tell(), "worker_init_fn": _seams.Watching(subject.loader.worker_init_fn)}
    if subject.is_iterable:
        changes["batch_size"] = 1
    else:
        changes["batch_sampler"] = [Keys([key]) for key in keys_of(subject, _SAMPLES)]
    (epoch,) = read(subject, 1, Deadline(_SECONDS), most=_SAMPLES, least=2, **changes)
    spent: list[Spent] = epoch.batches
    return _shared_out(spent), spent[-1].files


def _shared_out(spent: list[Spent]) -> dict[str, Any]:
    """Return the seconds of a sample, of all but the first: `wall`, of that `cpu`, and both for each of the `parts`.

    `read` are its bytes from a disk.
    """
    later = spent[1:]
    parts = {name: [one.parts.get(name, (0.0, 0.0)) for one in later] for one in later for name in one.parts}
    return {
        "wall": mean(one.wall for one in later),
        "cpu": mean(one.cpu for one in later),
        "parts": {
            name: {"wall": mean(wall for wall, _ in parts[name]), "cpu": mean(cpu for _, cpu in parts[name])}
            for name in sorted(parts, key=_order)
        },
        "read": (spent[-1].read - spent[0].read) / len(later),
    }


def _order(part: str) -> tuple[bool, float, bool]:
    """Files are read, then decoded, and then the transforms follow by their numbers."""
    number, dot, _ = part.partition(". ")
    return bool(dot), float(number) if dot else 0.0, part != "read"


def forget(files: Iterable[str]) -> None:
    """Take files out of the page cache. What is in them stays as it is: only what is on the disk already goes."""
    left = _BYTES
    for path in files:
        with contextlib.suppress(OSError, AttributeError):
            file = os.open(path, os.O_RDONLY)
            try:
                left -= os.fstat(file).st_size
                if left >= 0:
                    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            finally:
                os.close(file)


def _open_files() -> Iterator[str]:
    """The regular files that this process has open, as far as the system says."""
    with contextlib.suppress(OSError):
        for link in Path("/proc/self/fd").iterdir():
            with contextlib.suppress(OSError):
                path = link.readlink()
                if path.is_absolute() and path.is_file():
                    yield str(path)


def _is_data(path: str) -> bool:
    """Whether a path may be that of a file on a disk, and is not one of those in which the system tells something."""
    return not path.startswith(("/dev/", "/proc/", "/sys/"))
