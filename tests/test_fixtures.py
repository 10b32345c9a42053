"""Every rule on its fixtures: `# expect:` says where it must fire, `findings.txt` what it says there."""

from __future__ import annotations

from pathlib import Path

import pytest
from click import unstyle

from loaderlint.report import full
from loaderlint.rule import Rule
from loaderlint.rules import catalogue
from loaderlint.text.source import Source, decode
from tests.tools import FIXTURES, ROOT, check_folder, expected

RULES = {rule.name: rule for rule in catalogue()}
FOLDERS = sorted(path for path in FIXTURES.iterdir() if path.is_dir())


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_rule_has_fixtures(rule: Rule) -> None:
    folder = FIXTURES / rule.name
    assert (folder / "bad.py").is_file()
    assert (folder / "good.py").is_file()


def test_every_folder_is_named_after_a_rule() -> None:
    assert {folder.name for folder in FOLDERS} <= set(RULES)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_findings_are_the_expected_ones(folder: Path) -> None:
    result = check_folder(folder, RULES[folder.name].code)
    assert not result.troubles
    found = {(Path(f.location.path).name, f.location.line, f.code) for f in result.findings}
    assert found == expected(folder)
    assert not [place for place in found if place[0] == "good.py"]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_wording(folder: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(ROOT)
    rendered = unstyle(full.render(check_folder(folder.relative_to(ROOT), RULES[folder.name].code), _read))
    snapshot = folder / "findings.txt"
    if request.config.getoption("--update-snapshots"):
        snapshot.write_text(rendered, encoding="utf-8")
    assert rendered == snapshot.read_text(encoding="utf-8")


def _read(path: str) -> Source:
    return decode(Path(path), Path(path).read_bytes())
