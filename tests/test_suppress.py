"""Comments that silence findings, and those that silence nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loaderlint.checking.engine import Result, check_paths
from loaderlint.checking.suppress import find_suppressions
from loaderlint.config import Config
from loaderlint.text.source import Source
from tests.tools import check_code, codes, only

BROKEN = "loader = DataLoader(range(8), persistent_workers=True)"


def check(code: str, *select: str) -> Result:
    return check_code(f"from torch.utils.data import DataLoader\n{code}\n", *select)


@pytest.mark.parametrize(
    "comment",
    [
        "# loaderlint: ignore[LL201]",
        "#loaderlint:ignore[LL201]",
        "# loaderlint: ignore [ LL201 ]",
        "# loaderlint: IGNORE[LL201]",
        "# noqa: F841  # loaderlint: ignore[LL201]",
        "# loaderlint: ignore[LL201] because the wrapper drops it",
        "# loaderlint: ignore",
        "# loaderlint: ignore LL201",
        "# loaderlint: ignore LL1, ll201 the wrapper drops it",
        "# loaderlint: ignore: LL201",
        "# loaderlint: ignore=LL201",
        "# loaderlint: ignore[LL1, persistent-workers-without-workers]",
        "# loaderlint: ignore persistent-workers-without-workers",
        "# loaderlint: ignore[LL2]",
        "# loaderlint: ignore[all]",
        "# noqa: LL201",
        "# NOQA:F841,LL201",
        "# noqa: E501 LL201",
    ],
)
def test_a_comment_silences_its_line(comment: str) -> None:
    assert "LL201" not in codes(check(f"{BROKEN}  {comment}"))
    assert "LL201" not in codes(check(f"{comment}\n# and more is said here\n{BROKEN}"))
    assert "LL201" in codes(check(f"{comment}\n\n{BROKEN}"))


@pytest.mark.parametrize("comment", ["# loaderlint: ignore-file[LL201]", "# loaderlint: ignore-file"])
def test_a_comment_silences_the_file_from_anywhere(comment: str) -> None:
    assert codes(check(f"{BROKEN}\n{BROKEN}\n\n{comment}")) == []


def test_several_codes() -> None:
    code = "loader = DataLoader(range(8), persistent_workers=True, prefetch_factor=2)"
    assert codes(check(code)) == ["LL201", "LL202"]
    assert codes(check(f"{code}  # loaderlint: ignore[LL201]")) == ["LL202"]
    assert codes(check(f"{code}  # loaderlint: ignore[LL201, LL202]")) == []
    assert codes(check(f"{code}  # loaderlint: ignore[LL201]  # loaderlint: ignore[LL202]")) == []


@pytest.mark.parametrize(
    "code",
    [
        f"{BROKEN}  # loader: ignore[LL201]",
        f'{BROKEN}; text = "# loaderlint: ignore[LL201]"',
        f'text = """\n# loaderlint: ignore-file[LL201]\n"""\n{BROKEN}',
        f"{BROKEN}\n# loaderlint:",
        f"{BROKEN}  # loaderlint: see the documentation",
        f"{BROKEN}  # noqa",
        f"{BROKEN}  # noqa: F841",
    ],
)
def test_what_is_no_such_comment_silences_nothing(code: str) -> None:
    assert codes(check(code)) == ["LL201"]


@pytest.mark.parametrize("line", range(5))
def test_a_comment_counts_on_any_line_of_the_call_or_above(line: int) -> None:
    lines = ["", "loader = DataLoader(", "    range(8),", "    persistent_workers=True,", ")"]
    lines[line] += "  # loaderlint: ignore[LL201]"
    assert codes(check("\n".join(lines))) == []


def test_a_comment_at_another_call_does_not_count() -> None:
    broken = "DataLoader(\n        range(8), persistent_workers=True,\n    )"
    comment = "# loaderlint: ignore[LL201]"
    code = f"loaders = dict(\n    train={broken},  {comment}\n    test={broken},\n)  {comment}"
    findings = check(code).findings
    assert [(f.code, f.location.line) for f in findings] == [("LL201", 7), ("LL902", 9)]
    assert codes(check(f"x = f'数', '\\d', {BROKEN[9:]}, f()  {comment}\n{BROKEN}")) == ["LL201"]


def test_a_comment_above_does_not_reach_over_from_another_cell(tmp_path: Path) -> None:
    cells = ["from torch.utils.data import DataLoader\n# loaderlint: ignore[LL201]", BROKEN]
    notebook = {"cells": [{"cell_type": "code", "source": cell} for cell in cells], "metadata": {}, "nbformat": 4}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook))
    assert codes(check_paths((tmp_path / "a.ipynb",), only(Config(tmp_path)))) == ["LL902", "LL201"]


@pytest.mark.parametrize(
    ("comment", "word", "instead"),
    [
        ("disable=LL201", "disable", "LL201"),
        ("disable=LL201, shuffle-with-sampler", "disable", "LL201, shuffle-with-sampler"),
        ("disable", "disable", "..."),
        ("ignores[LL201] for now", "ignores", "LL201"),
    ],
)
def test_another_word_is_told_apart(comment: str, word: str, instead: str) -> None:
    found, told = check(f"{BROKEN}  # loaderlint: {comment}").findings
    assert (found.code, told.code, told.message) == ("LL201", "LL902", f"`{word}` silences nothing")
    assert told.help == f"write `# loaderlint: ignore[{instead}]`"
    assert told.fix is None


def test_the_comment_counts_for_the_right_line_whatever_ends_lines() -> None:
    for newline in ("\n", "\r\n", "\r", "\n\f\n"):
        lines = ["x = '''a", "b'''", f"{BROKEN}  # loaderlint: ignore[LL201]", BROKEN, ""]
        assert codes(check(newline.join(lines))) == ["LL201"]


def test_unused_comments_are_reported_at_the_comment() -> None:
    (finding,) = check("loader = DataLoader(range(8), num_workers=2)  # loaderlint: ignore[LL201]").findings
    assert finding.code == "LL902"
    assert finding.message == "nothing to ignore: `LL201` finds no problem here"
    assert finding.help == "remove it"
    assert (finding.location.line, finding.location.column, finding.location.end_column) == (2, 47, 74)


def test_each_unused_code_is_reported() -> None:
    findings = check(f"{BROKEN}  # loaderlint: ignore[LL201, LL203, LL999, LL2O1]").findings
    assert [f.message for f in findings] == [
        "no rule is called `LL2O1`; did you mean `LL201`?",
        "no rule is called `LL999`",
        "nothing to ignore: `LL203` finds no problem here",
    ]


def test_a_bare_comment_that_hides_nothing() -> None:
    (finding,) = check("x = 1  # loaderlint: ignore").findings
    assert finding.message == "nothing to ignore: no rule finds a problem here"


@pytest.mark.parametrize("comment", ["ignore[LL203]", "ignore", "ignore-file"])
def test_rules_that_are_off_might_find_something(comment: str) -> None:
    code = f"loader = DataLoader(range(8), num_workers=2)  # loaderlint: {comment}"
    assert codes(check(code, "LL201", "LL902")) == []
    assert codes(check(code)) == ["LL902"]


def test_rules_that_are_off_in_the_file_might_find_something(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text(f"from torch.utils.data import DataLoader\n{BROKEN}  # loaderlint: ignore[LL201]\n")
    config = Config(tmp_path, per_file_ignores=(("train.py", ("LL201",)),))
    assert codes(check_paths((path,), only(config))) == []


def test_unused_comments_can_be_left_alone() -> None:
    code = "x = 1  # loaderlint: ignore[LL201]"
    assert codes(check_code(code, ignore=("LL902",))) == []
    assert codes(check(code, "LL201")) == []


def test_a_file_that_was_not_checked_has_no_unused_comments() -> None:
    assert codes(check("def f(:\n    pass  # loaderlint: ignore[LL201]")) == ["LL901"]
    assert codes(check("def f(:\n    pass  # loaderlint: ignore-file[LL901]")) == []


def test_a_comment_is_used_though_another_file_makes_it_needless(tmp_path: Path) -> None:
    """LL101 speaks of a dataset class only where no loader of the run takes it; the comment must hold for all runs."""
    (tmp_path / "data.py").write_text(
        "import numpy as np\nfrom torch.utils.data import Dataset\n\n\nclass Noisy(Dataset):\n"
        "    def __init__(self):\n        self.rng = np.random.default_rng()  # loaderlint: ignore[LL101]\n\n"
        "    def __getitem__(self, index):\n        return self.rng.normal()\n"
    )
    (tmp_path / "train.py").write_text(
        "from torch.utils.data import DataLoader\nfrom data import Noisy\nloader = DataLoader(Noisy(), num_workers=0)\n"
    )
    config = Config(tmp_path)
    assert "LL902" not in codes(check_paths((tmp_path / "data.py",), only(config)))
    assert "LL902" not in codes(check_paths((tmp_path,), only(config)))


def test_positions_are_those_of_the_text() -> None:
    found = find_suppressions(
        Source(Path("a.py"), "x = '数'  # loaderlint: ignore[LL101,LL102]\r\n# loaderlint: ignore-file\r\n")
    )
    assert [(s.rule, s.line, s.column, s.end_column, s.whole_file) for s in found] == [
        ("LL101", 1, 10, 43, False),
        ("LL102", 1, 10, 43, False),
        ("", 2, 1, 26, True),
    ]
