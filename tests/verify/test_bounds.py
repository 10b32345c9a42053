"""What tune says holds a loader back, from figures that are given: nothing is measured here."""

from __future__ import annotations

from typing import Any

import pytest

from loaderlint.tune.bounds import Bound, verdict_of
from loaderlint.verifying.child.experiments._settings import Round, Setting, Tried
from loaderlint.verifying.child.experiments._timeline import Made, parts_of_batches
from loaderlint.verifying.child.experiments._usage import Usage


def measured(
    parts: dict[str, float | None], present: int, *, crowd: tuple[float, float] = (160, 1280), keeps_up: bool = False
) -> dict[str, Any]:
    """Figures of tune: where the time of a batch goes, and the samples a second of one worker and of eight."""
    tried = Tried(Setting(present), [Round(10, 10, 0.1, waited=0.01 if keeps_up else 0.5)])
    return {
        "tried": [tried.to_json()],
        "timelines": [{"options": Setting(present).options, "parts": parts}],
        "crowd": [{"workers": n, "speed": speed} for n, speed in zip((1, 8), crowd, strict=True)],
    }


BATCH: dict[str, float | None] = {
    "samples": 0.1,
    "collate": 0.001,
    "bytes": 1e6,
    "late": 0.05,
    "sent": 0.001,
    "ran": 0.005,
    "held_up": 0.0,
    "read": 0.0,
}
BUSY = BATCH | {"ran": 0.095}


@pytest.mark.parametrize(
    ("figures", "bound"),
    [
        (measured(BUSY | {"sent": None}, 0), Bound.CPU),
        (measured(BUSY, 4), Bound.CPU),
        (measured(BATCH | {"ran": 0.05, "held_up": 0.04}, 4), Bound.CPU),  # a machine that others use as well
        (measured(BATCH, 1), Bound.WAITING),
        (measured(BATCH | {"sent": None}, 0), Bound.WAITING),
        (measured(BATCH, 8, crowd=(160, 1100)), Bound.WAITING),
        (measured(BATCH, 8, crowd=(500, 490)), Bound.LOCK),
        (measured(BATCH, 8, crowd=(500, 640)), Bound.LOCK),  # by accident one is ahead
        (measured(BATCH, 8, crowd=(500, 950)), Bound.WAITING),  # for one of two connections
        (measured(BATCH | {"sent": None}, 0, crowd=(500, 490)), Bound.LOCK),
        (measured(BUSY, 8, crowd=(500, 490)), Bound.CPU),  # it is the cores that they wait for
        (measured(BATCH | {"read": 4e6}, 1, crowd=(160, 160)), Bound.DISK),
        # A batch of 50 MB that the workers have made in time takes a while to come through.
        (measured(BUSY | {"late": 0.0, "sent": 0.003}, 2), Bound.TRANSPORT),
        (measured(BUSY | {"late": 0.001, "sent": 0.003}, 2), Bound.TRANSPORT),
        (measured(BUSY | {"late": 0.01, "sent": 0.003}, 2), Bound.CPU),
        (measured(BUSY | {"samples": 0.001, "collate": 0.03}, 2), Bound.TRANSPORT),
        # Without workers nothing is sent: many bytes are copied, or next to none are put together.
        (measured(BUSY | {"samples": 1e-5, "collate": 0.01, "bytes": 5e7, "sent": None}, 0), Bound.TRANSPORT),
        (measured(BUSY | {"samples": 1e-5, "collate": 0.13, "bytes": 5e7, "sent": None}, 0), Bound.TRANSPORT),
        (measured(BUSY | {"samples": 4e-6, "collate": 1e-5, "bytes": 512, "sent": None}, 0), Bound.CPU),
        (measured(BUSY, 2, keeps_up=True), Bound.CONSUMER),
        (measured(BUSY | {"late": 0.0, "sent": 0.0}, 2), Bound.CONSUMER),
    ],
)
def test_what_holds_a_loader_back_is_named(figures: dict[str, Any], bound: Bound) -> None:
    verdict = verdict_of(figures, 0, own_collate=False)
    assert verdict
    assert verdict.bound is bound


def test_a_collate_fn_of_the_program_makes_samples() -> None:
    figures = measured(BATCH | {"samples": 0.01, "collate": 0.09, "ran": 0.09}, 1)
    verdict = verdict_of(figures, 0, own_collate=True)
    assert verdict
    assert verdict.bound is Bound.CPU
    assert (
        verdict.numbers
        == "of 100 ms for a batch, samples take 10 ms and collate 90 ms; a core is at work for 90% of it"
    )


def test_workers_that_stand_in_line_are_told_by_what_they_make_together() -> None:
    verdict = verdict_of(measured(BATCH, 8, crowd=(500, 490)), 0, own_collate=False)
    assert verdict
    assert verdict.numbers.endswith("8 workers make 490 samples a second, one alone 500")


def test_nothing_is_said_where_the_time_of_a_batch_is_not_known() -> None:
    assert verdict_of(measured({}, 1), 0, own_collate=False) is None


def recorded(workers: int, *, samples: float, collate: float, receive: float, step: float, ran: float) -> Any:
    """What a time line comes to whose batches take so many seconds: to make, to come through, and for the step."""
    made, waits = [], []
    free, asked = [0.0] * max(1, workers), 0.0
    for number in range(3 * max(4, workers)):
        worker = number % workers if workers else -1
        begun = free[worker] if workers else asked
        together, ended = begun + samples, begun + samples + collate
        came = max(asked, ended) + receive
        made.append(Made(worker, begun, together, ended, Usage(ran, 0.0), 0, 10**6))
        waits.append((asked, came))
        asked = came + step
        # A worker makes two batches ahead.
        free[worker if workers else 0] = max(ended, waits[max(0, number - 2 * workers)][1])
    return parts_of_batches(made, waits, 0.0)


@pytest.mark.parametrize(
    ("line", "bound"),
    [
        # Two workers make a batch of 50 MB in 30 ms each, in time for a step of 20 ms; it takes 3 ms to come through.
        (recorded(2, samples=0.002, collate=0.028, receive=0.003, step=0.02, ran=0.03), Bound.TRANSPORT),
        (recorded(1, samples=0.002, collate=0.028, receive=0.003, step=0.0, ran=0.03), Bound.TRANSPORT),
        (recorded(2, samples=0.2, collate=0.001, receive=0.003, step=0.02, ran=0.2), Bound.CPU),
        (recorded(0, samples=0.2, collate=0.001, receive=0.0, step=0.02, ran=0.2), Bound.CPU),
        (recorded(2, samples=0.2, collate=0.001, receive=0.003, step=0.02, ran=0.002), Bound.WAITING),
        (recorded(16, samples=0.0002, collate=0.0001, receive=0.0003, step=0.0, ran=0.0003), Bound.TRANSPORT),
    ],
)
def test_what_holds_a_loader_back_follows_from_when_batches_were_made_and_came(line: Any, bound: Bound) -> None:
    workers = 0 if line["sent"] is None else 2
    verdict = verdict_of(measured(line, workers), 0, own_collate=False)
    assert verdict
    assert verdict.bound is bound


def test_a_wait_ends_being_late_when_the_batch_is_made() -> None:
    line = recorded(2, samples=0.2, collate=0.001, receive=0.003, step=0.02, ran=0.2)
    assert line["sent"] == pytest.approx(0.003)
    assert line["late"] > 0.05
    assert line["samples"] == pytest.approx(0.2)
    assert recorded(0, samples=0.2, collate=0.0, receive=0.0, step=0.0, ran=0.2)["late"] == pytest.approx(0.2)
