"""When the workers of a loader as it is make its batches, and when its consumer waits for one. It decides nothing."""

from __future__ import annotations

from loaderlint.verifying.child.experiments._timeline import timelines
from loaderlint.verifying.child.experiments.tune import present_setting
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.measurement import Measurement

NAME = "timeline"


def run(subject: Subject) -> Measurement:
    """Record an epoch's first batches; see `_timeline`."""
    return Measurement(NAME, figures={"timelines": timelines(subject, [present_setting(subject)])})
