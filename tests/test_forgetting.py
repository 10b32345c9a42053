"""Of a large project no more is kept in memory than a limit says, and what is found is the same."""

from __future__ import annotations

import gc

import pytest

from loaderlint.checking.checker import check_files
from loaderlint.checking.outcome import encoded
from loaderlint.config import Config
from loaderlint.model import limits
from loaderlint.model.project.file import File
from tests.tools import FIXTURES

PATHS = sorted(FIXTURES.glob("missing-set-epoch/**/*.py"))
CONFIG = Config(FIXTURES)


def files() -> int:
    """How many parsed files are in memory. Other objects are not asked for their class: one of torch's warns of it."""
    return sum(type(one) is File for one in gc.get_objects())


def test_files_are_forgotten_without_a_change_to_what_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, _ = check_files(PATHS, CONFIG, {})
    gc.collect()
    before, held = files(), []
    monkeypatch.setattr(limits, "KEPT_CHARACTERS", 0)
    forgotten, _ = check_files(PATHS, CONFIG, {}, lambda _: held.append(files() - before))
    assert [encoded(outcome) for outcome in forgotten] == [encoded(outcome) for outcome in kept]
    assert any(outcome.findings for outcome in forgotten)
    assert max(held) == 0
