"""What the README shows is what the tool does."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from loaderlint.claim import Claim
from loaderlint.cli import main
from loaderlint.cli.demo import FILES
from loaderlint.config import SETTINGS, Config, as_written
from loaderlint.rule import Rule
from loaderlint.rules import catalogue
from loaderlint.settings_files import document
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


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the program that the README begins with, to work in."""
    for name, code in FILES.items():
        (tmp_path / name).write_text(code, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    return tmp_path


@pytest.mark.usefixtures("program")
def test_terminal_excerpts(request: pytest.FixtureRequest) -> None:
    shown = CliRunner().invoke(main, []).stdout
    _keep(request, r"```console\n\$ loaderlint\n(.*?)```", shown)
    explained = CliRunner().invoke(main, ["explain", "train.py"]).stdout
    _keep(request, r"```console\n\$ loaderlint explain train.py\n(.*?)```", explained)


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def _commands() -> list[str]:
    """The commands in the README's excerpts and its files for other services, but those that install and test."""
    lines = re.findall(r"^\$ (loaderlint.*?)(?:  +#.*)?$", "\n".join(_blocks("console")), re.MULTILINE)
    steps = re.findall(r"^ +- (?:run: )?(loaderlint .*)$", "\n".join(_blocks("yaml")), re.MULTILINE)
    assert len(steps) == 3
    return [command for command in dict.fromkeys(lines + steps) if "--watch" not in command]  # it does not end


@pytest.mark.parametrize("command", _commands())
def test_every_command_works(program: Path, command: str) -> None:
    for folder in ("src", "pkg"):
        shutil.copytree(program, program / folder, ignore=shutil.ignore_patterns("src"))
    (program / "pkg" / "__init__.py").touch()
    with (program / "pkg" / "data.py").open("a") as file:
        file.write("\n\ndef make_loader():\n    from torch.utils.data import DataLoader\n")
        file.write("    return DataLoader(Noisy([1]), num_workers=2)\n")
    words = shlex.split(command)[1:]
    if "--baseline" in words:
        CliRunner().invoke(main, ["--baseline", "known.json", "--update-baseline"])
    done = subprocess.run([sys.executable, "-m", "loaderlint", *words], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr


@pytest.mark.usefixtures("program")
def test_files_for_other_programs_are_valid() -> None:
    assert [yaml.safe_load(block) for block in _blocks("yaml")]
    assert [json.loads(block) for block in _blocks("json")]
    for block in _blocks("toml"):
        Path("block.toml").write_text(block, encoding="utf-8")
        assert document(Path("block.toml"))


def test_the_hooks_of_the_readme_are_there() -> None:
    (hooks,) = (block for block in map(yaml.safe_load, _blocks("yaml")) if isinstance(block, list))
    known = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert [hook["id"] for hook in hooks[0]["hooks"]] == ["loaderlint-fix", "loaderlint"]
    assert known == {"loaderlint", "loaderlint-fix"}


def test_lines_are_no_longer_than_they_may_be() -> None:
    shown = "".join(_blocks("console"))
    lines = README.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if len(line) > 140 and not line.startswith("|") and line not in shown] == []


def test_table_of_settings(request: pytest.FixtureRequest) -> None:
    default = {key: f"`{json.dumps(value)}`" for key, value in as_written(Config(Path())).items()}
    default["target-torch"] = 'what the project requires, else `">=2.0"`'
    default["exclude"] = "`.*/`, `build/`, `venv/`, ..."
    rows = "".join(f"| `{key}` | {default[key]} | {about} |\n" for key, (_, about) in SETTINGS.items())
    _keep(request, r"\| key \| default \| meaning \|\n\|[-|]*\|\n((?:\|[^\n]*\n)*)", rows)


@pytest.mark.usefixtures("program")
def test_json_example(request: pytest.FixtureRequest) -> None:
    real = CliRunner().invoke(main, ["--select", "LL503", "--output-format", "json"]).stdout
    _keep(request, r"```json\n(\{\n  \"version\".*?)```", f"{_compact(json.loads(real))}\n")


def _compact(value: object, indent: str = "") -> str:
    """JSON with as much on a line as fits."""
    flat = json.dumps(value)
    if not isinstance(value, dict | list) or len(indent + flat) < 110:
        return flat
    inner = f"{indent}  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(f"{inner}{_compact(item, inner)}" for item in value) + f"\n{indent}]"
    lines: list[str] = []
    for key, item in value.items():
        text = f"{json.dumps(key)}: {_compact(item, inner)}"
        if lines and "\n" not in text and "\n" not in lines[-1] and len(inner + lines[-1] + text) < 110:
            lines[-1] += f", {text}"
        else:
            lines.append(text)
    return "{\n" + ",\n".join(inner + line for line in lines) + f"\n{indent}}}"
