"""Phrases and evidence that several rules share."""

from __future__ import annotations

from loaderlint.model.file import Place
from loaderlint.model.loader import Loader
from loaderlint.rule import Evidence


def no_workers(loader: Loader) -> tuple[str, tuple[Evidence, ...]]:
    """Say that `num_workers` is 0, and where it gets that value if it is not the default."""
    option = loader["num_workers"]
    if not option.given or option.place is None:
        return "`num_workers` is left at 0", ()
    evidence = [Evidence(option.place, "no workers here")]
    if (const := option.constant) is not None and not stands_in(const.place, option.place):
        evidence.append(Evidence(const.place, "the 0 comes from here"))
    return "`num_workers` is 0", tuple(evidence)


def workers_start(loader: Loader) -> tuple[Evidence, ...]:
    """Say where the workers of a loader come from."""
    option = loader["num_workers"]
    if option.place is None:
        return ()
    const = option.constant
    count = const.value if const else None
    what = "1 worker process starts here" if count == 1 else f"{count or 'the'} worker processes start here"
    return (Evidence(option.place, what),)


def stands_in(inner: Place, outer: Place) -> bool:
    """Whether one place is inside another."""
    return inner.file is outer.file and (
        inner.node is outer.node or outer.node in inner.file.scopes.ancestors(inner.node)
    )
