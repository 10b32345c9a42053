"""Which known word is meant by one that is not known."""

from __future__ import annotations

import pytest

from loaderlint.rules import catalogue
from loaderlint.text.nearest import nearest

WORDS = [called for rule in catalogue() for called in (rule.code, rule.name)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("LL1O1", "LL101"),
        ("ll2o1", "LL201"),
        ("L101", "LL101"),
        ("LL1001", "LL101"),
        ("shared-rng-workers", "shared-rng-in-workers"),
        ("SHARED_RNG_IN_WORKERS", "shared-rng-in-workers"),
        ("bananas", None),
        ("", None),
    ],
)
def test_of_rules(typed: str, meant: str | None) -> None:
    assert nearest(typed, WORDS) == meant


def test_of_none() -> None:
    assert nearest("word", []) is None
