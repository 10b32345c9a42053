"""Which setting is the cheapest with which the training waits least: workers, and the options that go with them.

The consumer does the step of the program with each batch; where that is not known, it takes batches as fast as they
come. Every setting is measured with the same samples, which are read again and again: what fits into memory comes from
there, as it does from the second epoch on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import torch

from loaderlint.verifying.child.experiments._budget import Budget
from loaderlint.verifying.child.experiments._climb import Climb
from loaderlint.verifying.child.experiments._copies import copies
from loaderlint.verifying.child.experiments._parts import parts_of
from loaderlint.verifying.child.experiments._reading import Deadline
from loaderlint.verifying.child.experiments._round import measure
from loaderlint.verifying.child.experiments._settings import PREFETCH, Round, Setting, Tried
from loaderlint.verifying.child.experiments._starts import starts
from loaderlint.verifying.child.experiments._timeline import crowd, timelines
from loaderlint.verifying.child.experiments._usage import cores
from loaderlint.verifying.child.step import Step
from loaderlint.verifying.child.subject import Subject, length_of
from loaderlint.verifying.shared.measurement import Measurement

NAME = "tune"

#: Rounds that a search has about, and the shortest and longest time of one, in seconds.
_ROUNDS, _SHORTEST, _LONGEST = 100, 0.25, 2.0

#: Seconds after the end of the search in which something else may still begin.
_BESIDE = 20.0

#: Batches that each worker makes ahead, of which is told what they gain and which memory they take.
_PREFETCHED = (1, 2, 4, 8)

#: The share of the memory that is available which workers may take.
_SHARE = 0.8


def run(subject: Subject) -> Measurement:
    """Search within the subject's budget.

    Figures: see `_settings.Round`, `_settings.Tried`, and the modules of `timelines`, `parts`, `copies` and `starts`;
    `prefetching` are rounds of the best setting, but for its `prefetch_factor`; `step` and `step_cpu` are seconds, None
    where nobody knows the step.
    """
    seconds = min(_LONGEST, max(_SHORTEST, subject.budget / _ROUNDS))
    present = present_setting(subject)
    budget = Budget(subject.budget)

    def timed(setting: Setting, keep: Sequence[Setting]) -> Round:
        with budget.spent_on(setting, keep):
            return measure(subject, setting, seconds)

    step = subject.step or Step()
    pins = torch.cuda.is_available() and not step.seconds  # the copy to the GPU is part of a step
    climb = Climb(timed, present, cores(), pins, _has_room)
    climb.run()
    if present not in climb.tried or not climb.tried[present].rounds:
        return Measurement(NAME, not_run="the time is too short to measure this loader twice: give a larger --budget")
    beside = Deadline(max(0.0, budget.left) + _BESIDE)
    prefetching = [Tried(setting, _surveyed(timed, setting)) for setting in _prefetching(climb.best)]
    settings = [present, *(s for s, tried in climb.tried.items() if s != present and (tried.rounds or tried.error))]
    faster = climb.better is not None and climb.better.faster
    figures = {
        "cores": cores(),
        "epoch_batches": length_of(subject.loader),
        "seconds": seconds,
        "tried": [climb.tried[s].to_json() for s in settings],
        "best": settings.index(climb.best),
        "faster": faster,
        "cheaper": climb.cheaper,
        "gain": climb.better and climb.better.gain,
        "chance": climb.better and climb.better.chance,
        "ended": climb.ended,
        "in_time": climb.in_time,
        "gpu": torch.cuda.is_available(),
        "pins": pins,
        "step": subject.step and subject.step.seconds,
        "step_cpu": subject.step and subject.step.cpu,
        "timelines": timelines(subject, dict.fromkeys([present, climb.best])),
        "crowd": crowd(subject, max(present.workers, climb.best.workers)),
        "parts": parts_of(subject) if beside.left else {},
        "copies": copies(subject) if beside.left else None,
        "prefetching": [tried.to_json() for tried in prefetching if tried.rounds],
        "starts": starts(subject, max(present.workers, climb.best.workers), budget.left),
    }
    return Measurement(NAME, "a faster setting was found" if faster else "no setting is faster", figures=figures)


def _prefetching(best: Setting) -> list[Setting]:
    """The settings that show what prefetching gains, and which memory it takes."""
    return [replace(best, prefetch=number) for number in _PREFETCHED] if best.workers else []


def _surveyed(timed: Callable[[Setting, Sequence[Setting]], Round], setting: Setting) -> list[Round]:
    """A round of a setting, if there is time and it does not fail."""
    with suppress(Exception):
        return [timed(setting, (setting,))]
    return []


def present_setting(subject: Subject) -> Setting:
    """Return how the loader is set."""
    loader = subject.loader
    setting = Setting(loader.num_workers, pin=bool(loader.pin_memory))
    if not loader.num_workers:
        return setting
    return replace(setting, prefetch=loader.prefetch_factor or PREFETCH, persistent=bool(loader.persistent_workers))


def _has_room(setting: Setting, tried: Tried) -> bool:
    """Whether memory is available for more workers that each take as much as those that were tried."""
    measured = [r.memory for r in tried.rounds if r.memory is not None]
    try:
        lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return True
    available = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("MemAvailable:")), None)
    if not measured or available is None:
        return True
    return (setting.workers - tried.setting.workers) * max(measured) / (tried.setting.workers + 1) < available * _SHARE
