"""What tune shows beside the search: where the time of a batch goes, memory, and the start of epochs."""

from __future__ import annotations

import json
from typing import Any

import click
import pytest

from loaderlint.tune.page import as_page
from loaderlint.tune.spending import disturbed, enough_workers, parts
from loaderlint.tune.survey import Plot, plots
from loaderlint.tune.tuning import Tuned, Tuning
from loaderlint.tune.view import as_document, as_text
from loaderlint.verifying.child.experiments._settings import Round, Setting, Tried
from loaderlint.verifying.host.observed import LoaderOnTrial
from loaderlint.verifying.shared.measurement import Measurement


def sample(read: float, decode: float, crop: float, wall: float) -> dict[str, Any]:
    found = {"read": read, "decode": decode, "1. Crop": crop}
    return {
        "wall": wall,
        "cpu": wall / 2,
        "parts": {name: {"wall": seconds, "cpu": seconds / 2} for name, seconds in found.items()},
        "read": 0.0,
    }


def figures(speeds: dict[int, float] | None = None, others: float = 0.0) -> dict[str, Any]:
    tried = [
        Tried(Setting(n), [Round(speed, speed, 0.1, 100.0, 0.5, 0.5, 16.0, others)]).to_json()
        for n, speed in (speeds or {2: 10.0}).items()
    ]
    line = {
        "samples": 0.1,
        "collate": 0.002,
        "bytes": 1e6,
        "late": 0.05,
        "sent": 0.004,
        "ran": 0.01,
        "held_up": 0.0,
        "read": 0.0,
    }
    prefetching = [Tried(Setting(2, n), [Round(10.0, 10.0, 0.1, 100.0 * n)]).to_json() for n in (1, 2)]
    return {
        "tried": tried,
        "timelines": [{"options": tried[0]["options"], "parts": line, "batches": [], "waits": []}],
        "crowd": [],
        "parts": {"warm": sample(0.001, 0.002, 0.003, 0.01), "cold": sample(0.005, 0.002, 0.003, 0.014), "files": 64},
        "copies": {"pin": 0.001, "copy": 0.003},
        "prefetching": prefetching,
        "starts": [
            {"method": "fork", "workers": 2, "persistent": False, "first": [0.3, 0.2, 0.2], "error": ""},
            {"method": "spawn", "workers": 2, "persistent": False, "first": [], "error": "PicklingError: lambda"},
        ],
        "step": 0.02,
        "step_cpu": 0.0,
        "cores": 2,
        "best": 0,
        "faster": False,
        "cheaper": False,
        "gain": None,
        "chance": None,
        "ended": "",
        "in_time": True,
        "gpu": False,
        "pins": False,
    }


def tuned(found: dict[str, Any]) -> Tuned:
    return Tuned(LoaderOnTrial({"class": "DataLoader"}, [Measurement("tune", figures=found)]), None)


def test_the_parts_of_a_batch_are_told_in_the_order_of_its_way() -> None:
    found = parts(figures())
    assert [part.name for part in found] == [
        "read",
        "decode",
        "1. Crop",
        "the rest of the dataset's code",
        "collate",
        "sending to the main process",
        "pinning",
        "copy to the GPU",
        "the step, with the batch in memory",
        "the step waits for the batch",
    ]
    assert [part.wall for part in found] == pytest.approx(
        [0.016, 0.032, 0.048, 0.064, 0.002, 0.004, 0.001, 0.003, 0.02, 0.054]
    )
    assert found[0].cpu == pytest.approx(0.008)
    assert found[0].cold == pytest.approx(0.08)


def test_what_was_not_measured_is_left_out() -> None:
    found = figures() | {"parts": {}, "copies": None, "step": None, "timelines": []}
    assert parts(found) == []
    assert [plot.title for plot in plots(tuned(found))] == ["memory of all processes (PSS)", "time to the first batch"]


def test_files_that_stay_in_the_page_cache_have_no_time_without_it() -> None:
    found = figures()
    found["parts"]["cold"] = None
    assert parts(found)[0].cold is None


@pytest.mark.parametrize(
    ("speeds", "enough"),
    [
        ({0: 10.0, 1: 20.0, 2: 38.0, 4: 40.0}, (2, 0.95)),
        ({0: 10.0, 1: 20.0, 2: 40.0}, None),
        ({8: 40.0, 1: 39.0}, (1, 0.975)),
        ({8: 40.0}, None),
    ],
)
def test_workers_beyond_which_more_gain_little(speeds: dict[int, float], enough: tuple[int, float] | None) -> None:
    assert enough_workers(figures(speeds)) == enough


@pytest.mark.parametrize(("wall", "is_said"), [(0.011, False), (0.03, True)])
def test_files_that_are_not_in_memory_are_worth_a_word_where_they_take_longer(wall: float, is_said: bool) -> None:
    found = figures()
    found["parts"]["cold"]["wall"] = wall
    assert ("a sample takes 30 ms, later 10 ms" in as_text(Tuning([tuned(found)]))) == is_said


@pytest.mark.parametrize(("others", "share"), [(0.0, None), (0.1, None), (0.7, 0.7)])
def test_a_machine_that_others_use_is_said_to_be_busy(others: float, share: float | None) -> None:
    assert disturbed(figures(others=others)) == share
    assert ("the machine was busy" in as_text(Tuning([tuned(figures(others=others))]))) == (share is not None)


def test_bars_are_as_long_as_their_share_of_the_longest() -> None:
    plot = Plot("", (), ((),) * 4, (4.0, 2.0, 0.01, 0.0))
    assert plot.bars == ["\u2588" * 24, "\u2588" * 12, "", ""]
    assert Plot("", (), ((),), (0.0,)).bars == [""]


def test_what_was_measured_is_drawn_in_the_terminal_and_on_the_page() -> None:
    outcome = Tuning([tuned(figures({2: 10.0, 4: 20.0}))])
    text, page = click.unstyle(as_text(outcome)), as_page(outcome, "loaderlint tune train.py")
    for title in ("where the time of a batch goes", "what more workers gain", "memory of all processes (PSS)"):
        assert f"\n  {title}\n" in text
        assert f"<h2>{title[0].upper()}{title[1:]}</h2>" in page
    words = " ".join(text.split())
    assert "1. Crop 48 ms 24 ms 48 ms" in words
    assert "fork 2 no 300 ms, 200 ms, 200 ms" in words
    assert "spawn" not in text
    (loader,) = json.loads(as_document(outcome))["loaders"]
    assert loader["parts"][0] == {"name": "read", "wall": 0.016, "cpu": 0.008, "cold": 0.08}
    assert loader["enough_workers"] is None
    assert loader["figures"]["starts"][1]["error"] == "PicklingError: lambda"
