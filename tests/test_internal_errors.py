"""An internal error, or a question that takes too long, costs what it came up in: the rest is found and shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner, Result

from loaderlint.checking.checker import check_files
from loaderlint.checking.outcome import Outcome
from loaderlint.cli import main
from loaderlint.config import Config
from loaderlint.model.analysis import Analysis
from loaderlint.report import FORMATS
from loaderlint.rule import Problem, Rule
from loaderlint.rules import catalogue

LOADER = """\
from torch.utils.data import DataLoader

loader = DataLoader(range(8), persistent_workers=True, shuffle=True, sampler=range(8))
"""
#: What is found in such a file.
FOUND = ["LL201", "LL203"]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two files in which the same is found."""
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("[tool.loaderlint]\n")
    for name in ("bad.py", "good.py"):
        Path(name).write_text(LOADER)


def run(*args: str) -> Result:
    return CliRunner().invoke(main, [".", "--jobs", "1", *args])


def found(*args: str) -> dict[str, list[str]]:
    """The codes of what is found in each file."""
    findings = json.loads(run(*args, "--output-format", "json").stdout)["findings"]
    return {path: [f["code"] for f in findings if f["path"] == path] for path in ("bad.py", "good.py")}


def sink() -> NoReturn:
    sink()


def divide() -> NoReturn:
    raise ZeroDivisionError("oh\nno")


def break_rules(monkeypatch: pytest.MonkeyPatch, fail: Callable[[], NoReturn], *codes: str) -> None:
    """Let rules fail in `bad.py`, after a problem that they find."""

    def broken(rule: Rule) -> Rule:
        def check(analysis: Analysis) -> Iterator[Problem]:
            assert rule.check is not None
            yield from rule.check(analysis)
            if analysis.file.path.endswith("bad.py"):
                fail()

        return replace(rule, check=check)

    rules = tuple(broken(rule) if rule.code in codes else rule for rule in catalogue())
    monkeypatch.setattr("loaderlint.checking.checker.catalogue", lambda: rules)


def test_an_error_in_a_rule_costs_that_rule_in_that_file(monkeypatch: pytest.MonkeyPatch) -> None:
    break_rules(monkeypatch, divide, "LL201")
    result = run()
    assert result.exit_code == 2
    assert result.stderr.startswith(
        "loaderlint: bad.py: not checked for LL201: internal error: ZeroDivisionError: oh no ("
    )
    assert result.stderr.endswith("); please report it; `--ignore LL201` leaves it out\n")
    assert result.stderr.count("\n") == 1
    assert found() == {"bad.py": ["LL203"], "good.py": FOUND}
    assert run("--exit-zero").exit_code == 2


def test_rules_that_fail_alike_share_a_line_and_so_does_too_deep_recursion(monkeypatch: pytest.MonkeyPatch) -> None:
    break_rules(monkeypatch, sink, "LL201", "LL107")
    result = run()
    assert result.exit_code == 2
    assert result.stderr == (
        "loaderlint: bad.py: not checked for LL107, LL201: internal error: RecursionError; please report it; "
        "`--ignore LL107,LL201` leaves them out\n"
    )
    assert found() == {"bad.py": ["LL203"], "good.py": FOUND}


def test_a_rule_that_is_left_out_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    break_rules(monkeypatch, divide, "LL201")
    assert run("--ignore", "LL201", "--exit-zero").exit_code == 0
    assert run("--ignore", "LL201", "--exit-zero", "--fix").exit_code == 0  # which looks at all rules
    Path("pyproject.toml").write_text("[tool.loaderlint.per-file-ignores]\n'bad.py' = ['LL201']\n")
    assert run("--exit-zero").exit_code == 0


@pytest.mark.parametrize("style", FORMATS)
def test_every_format_has_the_findings_that_stand(monkeypatch: pytest.MonkeyPatch, style: str) -> None:
    break_rules(monkeypatch, divide, "LL201")
    result = run("--output-format", style)
    assert result.exit_code == 2
    other = "sampler" if style == "junit" else "LL203"
    assert result.stdout.count(other) >= 2
    if style in ("json", "sarif", "github", "junit"):
        assert "not checked for LL201: internal error: ZeroDivisionError" in result.stdout


def test_nobody_knows_what_a_comment_would_have_hidden_from_a_rule_that_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("bad.py", "good.py"):
        Path(name).write_text(LOADER + "x = 1  # loaderlint: ignore[LL201]\ny = 2  # loaderlint: ignore[LL202]\n")
    break_rules(monkeypatch, divide, "LL201")
    assert found() == {"bad.py": ["LL203", "LL902"], "good.py": [*FOUND, "LL902", "LL902"]}


def test_what_is_not_whole_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.MonkeyPatch.context() as patch:
        break_rules(patch, divide, "LL201")
        assert found() == {"bad.py": ["LL203"], "good.py": FOUND}
    assert found() == {"bad.py": FOUND, "good.py": FOUND}
    assert run().exit_code == 1
    break_rules(monkeypatch, divide, "LL201")
    assert run().exit_code == 1  # remembered by now


@pytest.mark.parametrize("fail", [divide, sink])
def test_an_error_in_the_model_costs_that_file(monkeypatch: pytest.MonkeyPatch, fail: Callable[[], NoReturn]) -> None:
    find = Analysis.loaders.func  # type: ignore[attr-defined]

    def loaders(analysis: Analysis) -> object:
        return fail() if analysis.file.path.endswith("bad.py") else find(analysis)

    monkeypatch.setattr(Analysis, "loaders", property(loaders))
    result = run()
    assert result.exit_code == 2
    assert result.stderr.startswith("loaderlint: bad.py: cannot be checked, please report it: internal error: ")
    assert result.stderr.count("\n") == 1
    assert found() == {"bad.py": [], "good.py": FOUND}


def test_an_error_in_the_parser_costs_that_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loaderlint.checking.checker.decode", lambda *_: sink())
    result = run()
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"loaderlint: {name}: cannot be checked, please report it: internal error: RecursionError"
        for name in ("bad.py", "good.py")
    ]


def test_questions_that_were_given_up_are_one_line_and_the_findings_stand() -> None:
    def giving_up(paths: list[Path], config: Config, *rest: object) -> object:
        outcomes, consulted = check_files(paths, config, *rest)  # type: ignore[arg-type]
        bad = next((o for o in outcomes if o.path.name == "bad.py"), Outcome(Path()))
        bad.given_up |= {"Trainer.loader": 12, "Mesh": 1}
        return outcomes, consulted

    Path("bad.py").write_text(LOADER + "x = 1  # loaderlint: ignore[LL203]\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("loaderlint.checking.checker.check_files", giving_up)
        assert found() == {"bad.py": FOUND, "good.py": FOUND}
        result = run()
    assert result.exit_code == 2
    assert result.stderr == (
        "loaderlint: bad.py: not checked in full, please report it: "
        "13 questions about `Trainer.loader`, `Mesh` given up\n"
    )
    assert found() == {"bad.py": [*FOUND, "LL902"], "good.py": FOUND}  # nothing of that was remembered
