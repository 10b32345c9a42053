"""How long it takes to the first batch, epoch by epoch, with each way to start workers."""

from __future__ import annotations

import multiprocessing
import time
import warnings
from collections.abc import Iterator
from typing import Any

from loaderlint.verifying.child.experiments._reading import Deadline, drain, reason
from loaderlint.verifying.child.experiments._state import undisturbed
from loaderlint.verifying.child.subject import Subject, end_pass, shut_down

#: Epochs, and workers at most: where each imports everything anew, many take very long.
_EPOCHS, _WORKERS = 3, 4

#: Seconds that are kept for a first start of that kind.
_ANEW = 10.0


def starts(subject: Subject, workers: int, seconds: float) -> list[dict[str, Any]]:
    """Return for each start method, with workers that are kept and not, the seconds to the `first` batches of epochs.

    Where it fails, `error` says why. What does not fit into so many seconds is left out.
    """
    deadline = Deadline(seconds)
    found: list[dict[str, Any]] = []
    for method in multiprocessing.get_all_start_methods():
        for kept in (False, True):
            options: dict[str, Any] = {"num_workers": max(1, min(workers, _WORKERS)), "prefetch_factor": 2}
            options |= {"persistent_workers": kept, "multiprocessing_context": method}
            one: dict[str, Any] = {"method": method, "workers": options["num_workers"], "persistent": kept}
            first: list[float] = []
            try:
                first.extend(_first_batches(subject, options, deadline))
            except Exception as error:
                found.append(one | {"first": [], "error": reason(error)})
                break
            if first:
                found.append(one | {"first": first, "error": ""})
    return found


def _first_batches(subject: Subject, options: dict[str, Any], deadline: Deadline) -> Iterator[float]:
    """The time to the first batch of each epoch, as long as there is time for another like the one before."""
    with warnings.catch_warnings(), undisturbed(subject.loader):
        warnings.simplefilter("ignore")
        loader = subject.rebuild(**options)
        took = 0.0 if options["multiprocessing_context"] == "fork" else _ANEW
        try:
            for _ in range(_EPOCHS):
                if deadline.left <= took:
                    return
                begun = time.monotonic()
                iterator = iter(loader)
                next(iterator)
                took = time.monotonic() - begun
                yield round(took, 4)
                if loader.persistent_workers:
                    drain(loader)
                else:
                    end_pass(loader, iterator)
        finally:
            shut_down(loader)
