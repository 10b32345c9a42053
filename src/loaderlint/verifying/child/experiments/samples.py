"""Whether all samples can be made: the loader is read as it is, for as long as there is time."""

from __future__ import annotations

from typing import Any

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._reading import Collate, Deadline, read, reason
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

NAME = "samples"


def run(subject: Subject) -> Measurement:
    """Read an epoch, or as much of it as there is time for: a sample that was not read may raise."""
    collate = Collate(subject.loader.collate_fn)
    try:
        (epoch,) = read(subject, 1, Deadline(subject.budget), collate_fn=collate)
    except Exception as error:
        return Measurement(NAME, f"an epoch raises {reason(error)}", {Sign.RAISES: True})
    count = len(epoch.batches)
    figures: dict[str, Any] = {"batches": count, "complete": epoch.ended}
    if epoch.ended:
        return Measurement(NAME, f"all {count} batches of an epoch are made", {Sign.RAISES: False}, figures=figures)
    return Measurement(NAME, f"the first {count} batches are made", figures=figures, more_time=True)
