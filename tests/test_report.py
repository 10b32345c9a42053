"""What people and programs read: frames with carets, one-liners, JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click import unstyle

from loaderlint.checking.combine import Made
from loaderlint.checking.engine import Result
from loaderlint.finding import Applicability, Finding, Fix, Location, Related, Severity, Trouble
from loaderlint.report import brief, concise, full
from loaderlint.report import json as json_report
from loaderlint.text.source import Source


def finding(
    line: int, start: int, end: int, *, path: str = "a.py", end_line: int | None = None, cell: int | None = None
) -> Finding:
    location = Location(path, cell, line, start, end_line or line, end)
    return Finding("LL201", "some-rule", Severity.ERROR, "it is `wrong`", location)


def frame(text: str, problem: Finding) -> list[str]:
    """The lines of a report on one finding in `text`."""
    shown = full.render(Result((problem,), (), 1), lambda path: Source(Path(path), text))
    return unstyle(shown).splitlines()


def test_a_frame() -> None:
    assert frame("x = 1\nfoo(bar)\n", finding(2, 5, 8)) == [
        "error[LL201]: it is `wrong`",
        " --> a.py:2:5",
        "  |",
        "2 | foo(bar)",
        "  |     ^^^",
        "",
    ]


@pytest.mark.parametrize(
    ("code", "marked", "shown", "carets"),
    [
        ("\tfoo(bar)", "bar", "    foo(bar)", "        ^^^"),
        ("a\tfoo(bar)", "bar", "a   foo(bar)", "        ^^^"),
        ("数据 = foo(bar)", "bar", "数据 = foo(bar)", "           ^^^"),
        ("f('数据')", "'数据'", "f('数据')", "  ^^^^^^"),
        ("f('Ａ', bar)", "bar", "f('Ａ', bar)", "        ^^^"),  # noqa: RUF001 - a wide A
        ("f('😀', bar)", "bar", "f('😀', bar)", "        ^^^"),
        ("f('e\u0301', bar)", "bar", "f('e\u0301', bar)", "       ^^^"),
        ("f('a\u200db', bar)", "bar", "f('a\u200db', bar)", "        ^^^"),
        ("f(\tbar)", "\tbar", "f(  bar)", "  ^^^^^"),
        ("数\tbar", "bar", "数  bar", "    ^^^"),
        ("\ff('\x1b[31m', bar)", "bar", "\u240cf('\u241b[31m', bar)", "            ^^^"),
        ("foo", "", "foo", "^"),
    ],
)
def test_carets_stand_under_the_code(code: str, marked: str, shown: str, carets: str) -> None:
    start = code.index(marked) + 1
    lines = frame(code + "\n", finding(1, start, start + len(marked)))
    assert lines[3:5] == [f"1 | {shown}", f"  | {carets}"]


def test_a_stretch_over_several_lines_is_marked_to_the_end_of_the_first() -> None:
    assert frame("f(a,\n  b)\n", finding(1, 3, 4, end_line=2))[4] == "  |   ^^"


def test_of_a_long_line_the_part_around_the_problem_is_shown() -> None:
    code = f"f({'a' * 500}, bar, {'b' * 500})"
    _, _, _, text, carets, _ = frame(code, finding(1, code.index("bar") + 1, code.index("bar") + 4))
    assert len(text) <= 180
    assert text.startswith("1 | ...a")
    assert text.endswith("b...")
    assert text[carets.index("^") : carets.rindex("^") + 1] == "bar"
    assert frame(code, finding(1, 1, len(code)))[4] == "  | " + "^" * 160
    beginning = frame(code, finding(1, 1, 2))
    assert beginning[3].startswith("1 | f(aaa")
    assert beginning[4] == "  | ^"
    end = frame(code, finding(1, len(code), len(code) + 1))
    assert end[3].endswith("b)")
    assert end[3][end[4].index("^")] == ")"


def test_evidence_help_and_note_follow_with_one_margin() -> None:
    problem = Finding(
        "LL101", "some-rule", Severity.WARNING, "wrong", Location("a.py", None, 9, 1, 9, 2), "do this", "and know that",
        (Related(Location("pkg/b.py", None, 120, 1, 120, 4), "made here"),),
    )  # fmt: skip
    files = {"a.py": "x\n" * 9, "pkg/b.py": "\n" * 119 + "rng = 1\n"}
    shown = full.render(Result((problem,), (), 2), lambda path: Source(Path(path), files[path]))
    assert unstyle(shown).splitlines() == [
        "warning[LL101]: wrong",
        "   --> a.py:9:1",
        "    |",
        "  9 | x",
        "    | ^",
        "   ::: pkg/b.py:120:1",
        "    |",
        "120 | rng = 1",
        "    | --- made here",
        "    = help: do this",
        "    = note: and know that",
        "",
    ]


def test_a_file_that_is_gone_or_shorter_has_no_frame() -> None:
    assert frame("x\n", finding(7, 1, 2)) == ["error[LL201]: it is `wrong`", " --> a.py:7:1", ""]
    gone = full.render(Result((finding(1, 1, 2),), (), 1), lambda _: None)
    assert unstyle(gone).splitlines() == ["error[LL201]: it is `wrong`", " --> a.py:1:1", ""]


@pytest.mark.parametrize(
    ("severities", "checked", "line"),
    [
        ("", 1, "no problems found, 1 file checked\n"),
        ("", 0, "no problems found, 0 files checked\n"),
        ("e", 2, "found 1 error; 2 files checked\n"),
        ("eewaa", 3, "found 2 errors, 1 warning, 2 pieces of advice; 3 files checked\n"),
        ("a", 1, "found 1 piece of advice; 1 file checked\n"),
    ],
)
def test_summary(severities: str, checked: int, line: str) -> None:
    kinds = {"e": Severity.ERROR, "w": Severity.WARNING, "a": Severity.ADVICE}
    where = Location("a.py", None, 1, 1, 1, 2)
    findings = tuple(Finding("LL201", "some-rule", kinds[s], "wrong", where) for s in severities)
    assert unstyle(full.summary(Result(findings, (), checked))) == line


def test_the_summary_counts_what_is_not_shown() -> None:
    where = Location("a.py", None, 1, 1, 1, 2)
    findings = tuple(Finding("LL201", "some-rule", severity, "wrong", where) for severity in Severity)
    lines = [unstyle(full.summary(Result(findings, (), 1), least)) for least in Severity]
    assert lines == [
        "found 1 error, 1 warning, 1 piece of advice; 1 file checked\n",
        "found 1 error, 1 warning, 1 piece of advice (not shown); 1 file checked\n",
        "found 1 error, 1 warning (not shown), 1 piece of advice (not shown); 1 file checked\n",
    ]


def test_the_summary_calls_nothing_sound_that_was_not_looked_at() -> None:
    troubles = [Trouble("a.py", "no such file or directory"), Trouble("b.py", "x"), Trouble("b.py", "y")]
    for number, said in ((1, "1 path"), (3, "2 paths")):
        line = full.summary(Result((), tuple(troubles[:number]), 5))
        assert line == f"nothing found, but {said} could not be checked in full, 5 files checked\n"


def hint(
    line: int, *, code: str = "LL502", message: str = "slow", path: str = "a.py", cell: int | None = None,
    fix: Applicability | None = None,
) -> Finding:  # fmt: skip
    """A piece of advice."""
    where = Location(path, cell, line, 1, line, 2)
    return Finding(code, "some-rule", Severity.ADVICE, message, where, fix=fix and Fix("do this", fix, ()))


def test_advice_is_one_line_for_what_is_said_of_a_file() -> None:
    given = [
        hint(52, code="LL107", message="order", path="b.py"),
        hint(9),
        hint(30, code="LL107", message="order", path="b.py"),
        hint(12),
        hint(9),
        hint(7, message="slower"),
        hint(1, path="b.py"),
    ]
    assert unstyle(brief.render(given)).splitlines() == [
        "advice[LL107] order: b.py:30, 52",
        "advice[LL502] slow: a.py:9, 12",
        "advice[LL502] slow: b.py:1",
        "advice[LL502] slower: a.py:7",
        " = help: `-v` shows the code",
        "",
    ]
    assert brief.render([]) == ""


def test_advice_on_a_notebook_names_cells_from_1() -> None:
    given = [hint(3, path="b.ipynb", cell=4), hint(2, path="b.ipynb", cell=0), hint(1, path="b.ipynb", cell=4)]
    assert unstyle(brief.render(given)).startswith("advice[LL502] slow: b.ipynb:cell 1:2; cell 5:1, 3\n")


@pytest.mark.parametrize(
    ("fixes", "end", "how"),
    [
        ([None, Applicability.DISPLAY], "1, 2", "`-v` shows the code"),
        ([None, Applicability.SAFE], "1, 2 (1 fixable)", "`-v` shows the code, `--diff` the fixes"),
        ([Applicability.SAFE] * 2, "1, 2 (fixable)", "`-v` shows the code, `--diff` the fixes"),
        (
            [Applicability.SAFE, Applicability.UNSAFE], "1, 2 (fixable)",
            "`-v` shows the code, `--diff --unsafe-fixes` the fixes",
        ),
    ],
)  # fmt: skip
def test_advice_says_how_to_see_its_fixes(fixes: list[Applicability | None], end: str, how: str) -> None:
    text = unstyle(brief.render([hint(number, fix=fix) for number, fix in enumerate(fixes, 1)]))
    assert text == f"advice[LL502] slow: a.py:{end}\n = help: {how}\n\n"


def test_concise() -> None:
    findings = (finding(2, 5, 8), finding(3, 1, 4, path="b.ipynb", cell=7))
    assert concise.render(Result(findings, (), 2)) == (
        "a.py:2:5: error[LL201] it is `wrong`\nb.ipynb:cell 8:3:1: error[LL201] it is `wrong`\n"
    )


def test_json_has_the_documented_keys_and_no_others() -> None:
    location = Location("b.ipynb", 7, 3, 1, 3, 4)
    related = (Related(Location("a.py", None, 2, 5, 2, 8), "made here"),)
    problem = Finding(
        "LL101", "some-rule", Severity.ERROR, "wrong", location, "do this", "note", related, "draws", refusal="no"
    )
    troubles = (Trouble("c.py", "no such file or directory"),)
    loaders = (Made("a.py", 3, (Path("a.py"),), True), Made("a.py", 9, (Path("a.py"),), False))
    text = json_report.render(Result((problem, finding(2, 5, 8)), troubles, 4, loaders))
    assert text.endswith("}\n")
    assert json.loads(text) == {
        "version": 1,
        "findings": [
            {
                "code": "LL101", "name": "some-rule", "severity": "error", "message": "wrong", "help": "do this",
                "note": "note",
                "path": "b.ipynb", "cell": 7, "line": 3, "column": 1, "end_line": 3, "end_column": 4,
                "related": [
                    {
                        "path": "a.py", "cell": None, "line": 2, "column": 5, "end_line": 2, "end_column": 8,
                        "message": "made here",
                    }
                ],
                "fix": None, "refusal": "no", "experiment": "draws",
            },
            {
                "code": "LL201", "name": "some-rule", "severity": "error", "message": "it is `wrong`", "help": "",
                "note": "",
                "path": "a.py", "cell": None, "line": 2, "column": 5, "end_line": 2, "end_column": 8,
                "related": [], "fix": None, "refusal": "", "experiment": None,
            },
        ],
        "summary": {
            "files": 4, "findings": 2, "error": 2, "warning": 0, "advice": 0,
            "by_code": {"LL101": 1, "LL201": 1},
            "loaders": 2, "loaders_with_parts_unknown": 1,
            "troubles": [{"path": "c.py", "message": "no such file or directory"}],
        },
    }  # fmt: skip
