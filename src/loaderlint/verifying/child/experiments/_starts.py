"""How long it takes to the first batch, epoch by epoch, with each way to start workers."""

from __future__ import annotations

import multiprocessing
from typing import Any

from loaderlint.verifying.child.experiments._reading import Deadline, read, reason
from loaderlint.verifying.child.subject import Subject

#: Epochs, and workers at most: where each imports everything anew, many take very long.
_EPOCHS, _WORKERS = 3, 4


def starts(subject: Subject, workers: int, seconds: float) -> list[dict[str, Any]]:
    """Return for each start method, with workers that are kept and not, the seconds to the `first` batches of epochs.

    Where it fails, `error` says why. What does not fit into so many seconds is left out.
    """
    deadline = Deadline(seconds)
    found: list[dict[str, Any]] = []
    for method in multiprocessing.get_all_start_methods():
        for kept in (False, True):
            if not deadline.left:
                return found
            options: dict[str, Any] = {"num_workers": max(1, min(workers, _WORKERS)), "prefetch_factor": 2}
            options |= {"persistent_workers": kept, "multiprocessing_context": method}
            one: dict[str, Any] = {"method": method, "workers": options["num_workers"], "persistent": kept}
            try:
                epochs = read(subject, _EPOCHS, deadline, most=1, **options)
            except Exception as error:
                found.append(one | {"first": [], "error": reason(error)})
                break
            found.append(one | {"first": [round(epoch.first_batch, 4) for epoch in epochs], "error": ""})
    return found
