"""What the README shows is what the tool does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from loaderlint.claim import Claim
from loaderlint.cli import main
from loaderlint.config import SETTINGS, Config, as_written
from loaderlint.rule import Rule
from loaderlint.rules import catalogue
from tests.tools import ROOT

README = ROOT / "README.md"


def _keep(request: pytest.FixtureRequest, pattern: str, expected: str) -> None:
    """Hold what the group of `pattern` matches in the README against `expected`; --update-snapshots writes it there."""
    text = README.read_text(encoding="utf-8")
    match = re.search(pattern, text, re.DOTALL)
    assert match
    if request.config.getoption("--update-snapshots"):
        README.write_text(text[: match.start(1)] + expected + text[match.end(1) :], encoding="utf-8")
    else:
        assert match[1] == expected


def test_table_of_rules(request: pytest.FixtureRequest) -> None:
    rows = [
        (r.code, f"`{r.name}`", r.severity.value, r.fix.value if r.fix else "", _experiments(r), r.summary)
        for r in catalogue()
    ]
    head = [("code", "name", "severity", "fix", "experiment", "what it finds"), ("---",) * 6]
    table = "".join(f"| {' | '.join(row)} |\n" for row in head + rows)
    _keep(request, r"<!-- rules:[^\n]*-->\n(.*?)<!-- end of rules -->", table)


def _experiments(rule: Rule) -> str:
    return ", ".join(rule.claim.experiments) if isinstance(rule.claim, Claim) else ""


def test_terminal_excerpt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    blocks = re.findall(
        r"^`(\w+\.py)`:\n\n```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    assert [name for name, _ in blocks] == ["data.py", "train.py"]
    for name, code in blocks:
        (tmp_path / name).write_text(code, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    shown = CliRunner().invoke(main, []).stdout
    _keep(request, r"```console\n\$ loaderlint\n(.*?)```", shown)
    explained = CliRunner().invoke(main, ["explain", "train.py"]).stdout
    _keep(request, r"```console\n\$ loaderlint explain train.py\n(.*?)```", explained)


def test_table_of_settings(request: pytest.FixtureRequest) -> None:
    default = {key: f"`{json.dumps(value)}`" for key, value in as_written(Config(Path())).items()}
    default["target-torch"] = 'what the project requires, else `">=2.0"`'
    default["exclude"] = "`.*/`, `build/`, `venv/`, ..."
    rows = "".join(f"| `{key}` | {default[key]} | {about} |\n" for key, (_, about) in SETTINGS.items())
    _keep(request, r"\| key \| default \| meaning \|\n\|[-|]*\|\n((?:\|[^\n]*\n)*)", rows)


def test_json_example_has_the_keys_of_real_output(tmp_path: Path) -> None:
    match = re.search(r"```json\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert match
    example = json.loads(match[1])
    (tmp_path / "a.py").write_text(
        "from torch.utils.data import DataLoader\nn = 0\nDataLoader([1], persistent_workers=True, num_workers=n)\n"
    )
    real = json.loads(CliRunner().invoke(main, [str(tmp_path), "--output-format", "json"]).stdout)
    assert list(example) == list(real)
    assert list(example["findings"][0]) == list(real["findings"][0])
    assert list(example["findings"][0]["related"][0]) == list(real["findings"][0]["related"][0])
    assert list(example["summary"]) == list(real["summary"])
