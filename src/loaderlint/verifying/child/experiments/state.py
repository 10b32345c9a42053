"""What workers know of the dataset: whether they see what the main process changes, and keep what they add themselves.

Before each of two epochs the main process marks the dataset, and workers say which mark they see. They also say how
much each container has in it that the dataset holds; both epochs read the same samples.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from torch.utils.data import get_worker_info

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._reading import Deadline, as_if, keys_of, read, worker, workers_for
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

NAME = "state"
SAMPLES = 64  # for each worker
MARK = "_loaderlint_epoch"


def look(_: Any) -> tuple[int, int | None, dict[str, int]]:
    """A `collate_fn`: the worker, the mark that it sees, and the sizes of what its dataset holds."""
    info = get_worker_info()
    assert info is not None
    return worker(), getattr(info.dataset, MARK, None), dict(_sizes(info.dataset))


def run(subject: Subject) -> Measurement:
    """Compare what workers know in the second epoch with the first."""
    workers = workers_for(subject, least=1)
    dataset: Any = subject.loader.dataset
    options: dict[str, Any] = {"num_workers": workers, "collate_fn": look}
    if not subject.is_iterable:
        keys = itertools.islice(itertools.cycle(keys_of(subject, SAMPLES)), SAMPLES * workers)
        options["batch_sampler"] = [[key] for key in keys]
    try:
        epochs = read(
            subject,
            2,
            Deadline(subject.budget),
            most=SAMPLES * workers,
            before=lambda number: _mark(dataset, number),
            **options,
        )
    finally:
        with contextlib.suppress(AttributeError):
            delattr(dataset, MARK)
    first, second = (epoch.batches for epoch in epochs)
    if not first or not second:
        return Measurement(NAME, not_run="an epoch has no samples")
    signs = {}
    marks = {mark for _, mark, _ in second}
    if None not in marks:
        signs[Sign.STALE] = marks != {1}
    grown = _grown(first)
    if grown:
        begin = _by_container(reversed(second))
        signs[Sign.CACHE_LOST] = all(begin.get(which, 0) < size for which, size in grown.items())
    grows = sorted({name for _, name in grown})
    figures = {"workers": workers, "grows": grows}
    return Measurement(NAME, _summary(signs, grows) + as_if(subject, workers), signs, None, figures)


def _mark(dataset: Any, number: int) -> None:
    with contextlib.suppress(Exception):  # not every object takes attributes
        setattr(dataset, MARK, number)


def _sizes(holder: Any, path: str = "") -> Iterator[tuple[str, int]]:
    """How many entries the containers of a dataset have, with those of the datasets that it wraps."""
    for name, value in getattr(holder, "__dict__", {}).items():
        if isinstance(value, Mapping):
            yield path + name, len(value)
        elif isinstance(value, (list, set)):
            yield path + name, sum(entry is not None for entry in value)
        elif name == "dataset":
            yield from _sizes(value, f"{path}{name}.")


def _grown(batches: list[Any]) -> dict[tuple[int, str], int]:
    """The containers that have more in them when an epoch ends than when it began, by worker; and how much then."""
    begin, end = _by_container(reversed(batches)), _by_container(batches)
    return {which: size for which, size in end.items() if size > begin.get(which, 0)}


def _by_container(batches: Iterable[Any]) -> dict[tuple[int, str], int]:
    """The sizes that each worker was last seen with."""
    return {(who, name): size for who, _, sizes in batches for name, size in sizes.items()}


def _summary(signs: dict[Sign, bool], grows: list[str]) -> str:
    said = []
    if Sign.STALE in signs:
        said.append(
            f"workers {'do not see' if signs[Sign.STALE] else 'see'} what the main process changed after an epoch"
        )
    if Sign.CACHE_LOST in signs:
        gone = "is gone" if signs[Sign.CACHE_LOST] else "is still there"
        said.append(f"what workers put into {', '.join(grows)} {gone} in the next epoch")
    return "; ".join(said) or "the dataset takes no mark, and workers put nothing into it"
