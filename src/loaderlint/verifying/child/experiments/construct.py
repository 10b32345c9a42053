"""Whether torch takes the loader: it is built again with the arguments that the program gave, and asked for a batch.

The batch is read as the program would read it, so in the main process if there are no workers.
"""

from __future__ import annotations

import warnings
from typing import Any

from torch.utils.data import DataLoader

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._reading import reason
from loaderlint.verifying.child.experiments._state import undisturbed
from loaderlint.verifying.child.subject import Subject, shut_down
from loaderlint.verifying.shared.measurement import Measurement

NAME = "construct"


def run(subject: Subject) -> Measurement:
    """Build the loader and read a batch; the figures say what torch says to the same arguments without workers."""
    with warnings.catch_warnings(), undisturbed(subject.loader):
        warnings.simplefilter("ignore")
        error = _error(subject.arguments)
        figures = {}
        signs = {Sign.RAISES: bool(error)}
        if not error and subject.arguments.get("num_workers"):
            figures["with_no_workers"] = _error(subject.arguments | {"num_workers": 0}, read=False)
            signs[Sign.RAISES_WITHOUT_WORKERS] = bool(figures["with_no_workers"])
    summary = f"the loader raises {error}" if error else "the loader is built and gives a batch"
    return Measurement(NAME, summary, signs, None, figures)


def _error(arguments: dict[str, Any], *, read: bool = True) -> str:
    """What a loader with these arguments raises, in a line; "" if nothing."""
    try:
        loader = DataLoader(**arguments)
    except Exception as error:
        return reason(error)
    iterator: Any = None
    try:
        if read:
            iterator = iter(loader)
            next(iterator, None)
    except Exception as error:
        return reason(error)
    finally:
        shut_down(loader)
        if hasattr(iterator, "_shutdown_workers"):
            iterator._shutdown_workers()
    return ""
