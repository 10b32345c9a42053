"""Fixes on the fixtures, on made-up programs and on files of every kind: right, complete, and nothing else touched."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from loaderlint.finding import Applicability
from loaderlint.fixing.fix import Fixed
from loaderlint.rule import Rule
from loaderlint.rules import catalogue
from tests.tools import FIXTURES, ROOT, check_folder, fix_folder

RULES = {rule.name: rule for rule in catalogue()}
FOLDERS = sorted(path for path in FIXTURES.iterdir() if path.is_dir())

fix_together = cache(fix_folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_fixed_fixtures(folder: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """`fixed.py` is what fixing makes of `bad.py`, `fixed_<name>.py` of another file; a second run changes nothing."""
    monkeypatch.chdir(ROOT)
    fixed = fix_folder(folder.relative_to(ROOT), RULES[folder.name].code)
    texts = {_snapshot(path): text for path, text in fixed.texts.items()}
    if request.config.getoption("--update-snapshots"):
        for old in set(folder.glob("fixed*.py")) - texts.keys():
            old.unlink()
        for path, text in texts.items():
            path.write_bytes(text)
    assert texts == {path: path.read_bytes() for path in sorted(folder.glob("fixed*.py"))}
    for path, text in texts.items():
        compile(text, path, "exec", dont_inherit=True)
    _assert_converged(fixed)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_rules_declare_their_fixes(rule: Rule) -> None:
    """A rule whose fixes are applied has a fixture that shows one, and no other has."""
    shown = bool(list((FIXTURES / rule.name).glob("fixed*.py")))
    assert shown == (rule.fix in (Applicability.SAFE, Applicability.UNSAFE))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_all_fixes_together_bring_nothing_new(folder: Path) -> None:
    """With every rule selected, nothing is found that was not found before, and fixing again finds nothing to fix."""
    before = Counter(f.code for f in check_folder(folder, "LL").findings)
    fixed = fix_together(folder)
    after = Counter(f.code for f in fixed.result.findings)
    assert not after - before
    _assert_converged(fixed)


@pytest.mark.parametrize("folder", FOLDERS[::2], ids=lambda path: path.name)
def test_fixing_comes_to_the_same_as_when_everything_is_checked_in_every_round(folder: Path) -> None:
    assert fix_together(folder) == fix_folder(folder, anew=True)


def _assert_converged(fixed: Fixed) -> None:
    """Nothing is left to fix but what was refused."""
    left = [f for f in fixed.result.findings if f.fix and f.fix.applicability is not Applicability.DISPLAY]
    refused = {(f.location.path, f.code, f.message) for f, _ in fixed.refused}
    assert {(f.location.path, f.code, f.message) for f in left} <= refused


def _snapshot(path: Path) -> Path:
    return path.with_name("fixed.py" if path.name == "bad.py" else f"fixed_{path.name}")
