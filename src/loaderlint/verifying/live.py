"""Tries a loader as it stands, in a notebook or a test."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

from loaderlint.claim import Sign
from loaderlint.verifying.shared.measurement import Measurement
from loaderlint.verifying.shared.protocol import STALL, Event

#: What is tried, and the signs of a fault there: what no program wants of a loader, whatever it is for.
_FAULTS = {
    "samples": (Sign.RAISES,),
    "draws": (Sign.WORKERS_ALIKE, Sign.EPOCHS_ALIKE, Sign.RESEEDED),
    "coverage": (Sign.SAMPLES_DOUBLED, Sign.SAMPLES_LOST),
}


@dataclass(frozen=True, slots=True)
class Verified:
    """What was seen of a loader: true if nothing is wrong with it.

    `problems` says what is wrong, `open` what could not be decided, and `measurements` all that was seen.
    """

    problems: tuple[str, ...]
    open: tuple[str, ...]
    measurements: tuple[Measurement, ...]

    def __bool__(self) -> bool:
        return not self.problems

    def __str__(self) -> str:
        lines = [f"problem: {problem}" for problem in self.problems]
        lines += [f"open: {what}" for what in self.open]
        return "\n".join(lines) or "no problem was seen"


def verify(loader: Any, *, seconds: float = 10.0, allow: tuple[str, ...] = ()) -> Verified:
    """Try a `DataLoader` with its own data: whether all samples are made, what workers draw, and what an epoch covers.

    Its dataset, its samplers and the random streams of this process stay as they are: it is tried in a fork of this
    process. Each of the three may plan with so many `seconds`. Problems that are meant are `allow`ed by the names of
    their signs: `EPOCHS_ALIKE` for data that is to be the same in every epoch. Batches that `drop_last` leaves out are.

    Raises:
        ValueError: there is no sign of that name.
    """
    names = {sign.name: sign for sign in Sign}
    if unknown := sorted(set(allow) - names.keys()):
        raise ValueError(f"there is no sign {unknown[0]}: there are {', '.join(sorted(names))}")
    allowed = {names[name] for name in allow} | ({Sign.SAMPLES_LOST} if getattr(loader, "drop_last", False) else set())
    problems, undecided, seen = [], [], []
    with tempfile.TemporaryDirectory(prefix="ll-") as folder:
        for name, signs in _FAULTS.items():
            event = _tried(loader, name, seconds, str(Path(folder, "stacks")))
            if event["event"] != "measured":
                problems.append(f"{name}: {event['error']}")
                continue
            measurement = Measurement.from_json(event["measurement"])
            seen.append(measurement)
            shown = [sign.value for sign in signs if measurement.signs.get(sign) and sign not in allowed]
            problems += [f"{what} ({name}: {measurement.summary})" for what in shown]
            if measurement.not_run or measurement.more_time:
                undecided.append(f"{name}: {measurement.not_run or measurement.summary}")
    return Verified(tuple(problems), tuple(undecided), tuple(seen))


def _tried(loader: Any, name: str, seconds: float, traces: str) -> Event:
    """Run an experiment apart from this process, but where it has a GPU in use, which a fork cannot use."""
    from loaderlint.verifying.child.apart import Answer, apart
    from loaderlint.verifying.child.experimenter import measured, watched
    from loaderlint.verifying.child.subject import Subject

    subject = Subject(loader, {}, budget=seconds)
    if sys.modules["torch"].cuda.is_initialized():
        return measured(name, subject, most=seconds)

    def work(answer: Answer) -> NoReturn:
        answer(measured(name, replace(subject, moves=watched(traces, 4 * STALL, STALL, answer)), most=seconds))

    return apart(work, 5 * STALL)
