"""Whatever a file holds: one clear line, the right exit status, and the other files checked all the same."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

import loaderlint
from loaderlint.cli import main
from loaderlint.config import Config
from tests.tools import check_text

BROKEN = "from torch.utils.data import DataLoader\nloader = DataLoader(range(8), persistent_workers=True)\n"
SEEN = "2:31: error[LL201] `persistent_workers=True` needs workers"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one file that has a finding; it is the working directory."""
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("[tool.loaderlint]\n")
    Path("neighbour.py").write_text(BROKEN)
    return tmp_path


def run(*args: str) -> Result:
    result = CliRunner().invoke(main, [*args, "--output-format", "concise"])
    assert "Traceback" not in result.output
    return result


def about(data: bytes | str) -> str:
    """What a run says of a file with this content. Its neighbour is checked as well."""
    Path("odd.py").write_bytes(data.encode() if isinstance(data, str) else data)
    result = run(".")
    assert result.exit_code == 1
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert lines[0].startswith(f"neighbour.py:{SEEN}")
    assert len(lines) <= 2
    return "".join(lines[1:]).removeprefix("odd.py:")


@pytest.mark.parametrize(
    "data",
    [
        BROKEN,
        BROKEN.rstrip(),
        b"\xef\xbb\xbf" + BROKEN.encode(),
        BROKEN.replace("\n", "\r\n"),
        BROKEN.replace("\n", "\r"),
        BROKEN + "\f\ndef f():\n    pass\n\f\n",
        BROKEN.replace("\n", "  # \u2028 \x85 \x0b\n"),
        BROKEN.encode() + b"# -*- coding: latin-1 -*-\n",
        BROKEN + "x = 1 \\\n\n",
        BROKEN + "x = (" + "f(" * 190 + "1" + ")" * 190 + ")\n",
        BROKEN + "if a:\n    pass\n" + "".join(f"elif a == {n}:\n    b = {n}\n" for n in range(450)),
        BROKEN + "".join(" " * n + "if x:\n" for n in range(99)) + " " * 99 + "pass\n",
        BROKEN + "x = '\\ud800' + '\\d'\n",
        BROKEN + "match x:\n    case {'a': [1, *_], **rest} | A(b=(1 | 2)): pass\n",
    ],
)
def test_odd_code_that_is_checked(data: bytes | str) -> None:
    assert about(data).startswith(SEEN)


def test_a_coding_cookie_counts() -> None:
    code = "# coding: latin-1\ns = 'é'\n" + BROKEN
    assert about(code.encode("latin-1")).startswith("4:31: error[LL201]")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (BROKEN.encode() + b"x = '\0'\n", "3:1: error[LL901] file holds NUL bytes: it is binary or UTF-16"),
        (bytes(range(256)) + b"DataLoader", "1:1: error[LL901] file holds NUL bytes: it is binary or UTF-16"),
        (BROKEN.encode("utf-16"), "1:1: error[LL901] file holds NUL bytes: it is binary or UTF-16"),
        (BROKEN.encode() + b"x = '\xe9'\n", "3:1: error[LL901] byte 0xe9 is not valid utf-8; declare the coding"),
        ("# coding: ascii\n'é'\n" + BROKEN, "2:1: error[LL901] byte 0xc3 is not valid ascii; declare the coding"),
        ("# coding: none\n" + BROKEN, "1:1: error[LL901] unknown encoding: none; save it as UTF-8 or "
         "declare its coding"),
        ("# coding: hex\n" + BROKEN, "1:1: error[LL901] hex is not a coding for text; save it as UTF-8"),
        (BROKEN * 108_000, "1:1: error[LL901] 10019 KB are over the limit of 512 KB; "
         "`exclude` the file if it holds data"),
        (BROKEN + "print 'x'\n", "3:1: advice[LL901] not valid Python 3: this looks like Python 2"),
        (BROKEN + "x = (1,\n", "3:5: error[LL901] not valid Python 3: '(' was never closed"),
        (BROKEN + "'''\n", "3:1: error[LL901] not valid Python 3: unterminated triple-quoted string literal "
         "(detected at line 3)"),
        (BROKEN + "x = " + "(" * 3000 + ")" * 3000, "3:205: error[LL901] more than 200 nested brackets: too "
         "much to be checked"),
        (BROKEN + "x = " + "not " * 600 + "1", "3:1: error[LL901] code is nested too deeply to be checked"),
        (BROKEN + "".join(" " * n + "if x:\n" for n in range(500)), "103:1: error[LL901] not valid Python 3: "
         "too many levels of indentation"),
    ],
)  # fmt: skip
def test_what_cannot_be_checked_says_why(data: bytes | str, says: str) -> None:
    line, rest = says.split(": ", 1)
    shown = about(data)
    assert shown.partition(": ")[2] == rest
    assert shown.split(":")[0] == line.split(":")[0]


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("def load(rows):\n    return DataLoader(rows)  # {}\n", "2:1: advice[LL901]"),
        ("# {}\ndef load(rows):\n    return DataLoader(rows)\n", "1:1: advice[LL901]"),
        ("def load(rows):\n    '''{}'''\n    return DataLoader(rows)\n", "2:1: error[LL901]"),
        ("for batch in DataLoader(range(8)):  # {}\n    pass\n", "1:1: error[LL901]"),
    ],
)
def test_a_module_may_have_bytes_in_comments_that_are_no_text(code: str, says: str) -> None:
    data = code.format("\xe9").encode("latin-1")
    Path("train.py").write_text("import odd\n")
    assert f"{says} byte 0xe9 is not valid utf-8" in about(data)
    if sys.version_info < (3, 12) and "for batch" not in code:  # a program is read line by line, and refused
        try:
            compile(data, "odd.py", "exec")
        except SyntaxError:
            assert "error" in says
        else:
            assert "advice" in says


def test_a_module_with_bytes_that_are_no_text_weighs_less_if_no_file_names_it() -> None:
    Path("train.py").write_text("import numpy\n")
    assert "advice[LL901] byte 0xe9" in about(b"def load(rows):\n    '''\xe9'''\n    return DataLoader(rows)\n")


@pytest.mark.parametrize(("folder", "severity"), [("docs", "advice"), ("my_reports", "advice"), ("data", "error")])
def test_what_is_not_python_weighs_less_where_it_is_there_to_be_read(folder: str, severity: str) -> None:
    Path(folder).mkdir()
    Path(folder, "odd.py").write_text(BROKEN + "class Rows(...\n")
    assert f"odd.py:3:11: {severity}[LL901]" in run(folder).stdout


@pytest.mark.parametrize(
    "more",
    ["x = " + "+".join(["1"] * 20_000), "x = " + "not " * 20_000 + "1", "if a:\n    b\n" + "elif a:\n    b\n" * 3000],
    ids=["sum", "not", "elif"],
)
def test_what_is_nested_absurdly_is_refused(more: str) -> None:
    said = about(BROKEN + more)  # which of the two depends on what Python's own parser takes
    assert "LL901] code is nested too deeply" in said or "LL901] an expression of more than 1000 parts" in said


@pytest.mark.parametrize("digits", [5000])
def test_numbers_that_python_may_refuse(digits: int) -> None:
    """From 3.11 on (and late 3.10) Python takes no decimal number as long as this."""
    assert "error[LL" in about(BROKEN + f"x = {'1' * digits}\n")


@pytest.mark.parametrize("data", ["", "\n", "# only a comment on DataLoader", "\ufeff", "\f", "x = 1"])
def test_there_may_be_nothing_in_it(data: str) -> None:
    assert about(data) == ""


def test_an_expression_nested_as_deeply_as_is_taken_is_evaluated() -> None:
    terms = "+".join(["0"] * 490)
    assert about(f"from torch.utils.data import DataLoader\nloader = DataLoader([], num_workers={terms})\n") == ""


def test_what_is_not_there_or_cannot_be_opened() -> None:
    Path("dangling.py").symlink_to("nowhere.py")
    Path("long.py").symlink_to("n" * 300)
    Path("loop.py").symlink_to("loop.py")
    Path("folder.py").mkdir()
    result = run("missing.py", ".")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "loaderlint: dangling.py: cannot be read: No such file or directory",
        "loaderlint: long.py: cannot be read: File name too long",
        "loaderlint: loop.py: cannot be read: Too many levels of symbolic links",
        "loaderlint: missing.py: no such file or directory",
    ]
    assert result.stdout.startswith(f"neighbour.py:{SEEN}")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission() -> None:
    Path("closed.py").write_text(BROKEN)
    Path("closed.py").chmod(0)
    result = run(".")
    assert result.exit_code == 2
    assert result.stderr == "loaderlint: closed.py: cannot be read: Permission denied\n"
    assert result.stdout.startswith(f"neighbour.py:{SEEN}")


def test_a_file_that_vanishes_after_it_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def vanishing(path: Path) -> bytes:
        data = read(path)
        if path.name == "fleeting.py":
            path.unlink()
        return data

    Path("fleeting.py").write_text(BROKEN)
    monkeypatch.setattr(Path, "read_bytes", vanishing)
    result = run(".")
    assert result.exit_code == 2
    assert result.stderr == "loaderlint: fleeting.py: cannot be read: No such file or directory\n"
    assert result.stdout.startswith(f"neighbour.py:{SEEN}")


def test_a_bad_module_is_as_good_as_missing_for_those_that_import_it() -> None:
    for name, data in (("a", b"def f(:"), ("b", b"\0"), ("c", b"x = " + b"(" * 1000), ("d", b"\xff")):
        Path(f"{name}.py").write_bytes(data)
    code = (
        "try:\n    from a import x\n    from b import y\n    import c, d\nexcept (SyntaxError, ValueError):\n    pass\n"
        + BROKEN
    )
    assert about(code.replace("range(8)", "x(y, c.z, d.w)")).startswith("8:")


@pytest.mark.parametrize(
    "text", ["[tool.loaderlint\n", "[tool.loaderlint]\nselect = ['LL2O1']\n", "[tool.loaderlint]\na = 1\n"]
)
def test_a_bad_configuration_stops_the_run_with_one_line(text: str) -> None:
    Path("pyproject.toml").write_text(text)
    result = run(".")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("loaderlint: ")
    assert result.stderr.count("\n") == 1


WORDS = [
    *BROKEN.replace("(", " ( ").replace(")", " ) ").split(),
    "\n", "\n    ", "\t", "def", "class", "if", ":", "self", "lambda", "*", "**", "[", "]", "{", "}", "'", '\"""', "#",
    "# loaderlint: ignore", "[LL201]", "=", "x", "0", "1j", "async", "match", "case", "_", "yield", "await", "\\", "\f",
    "\r", "\u2028", "é", "f'{", "}'", "import", ",", ";", "@", "->", "...", "num_workers=", "Dataset", "global",
]  # fmt: skip
CODE = st.lists(st.sampled_from(WORDS), max_size=40)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=120), CODE.map(" ".join)))
@example("DataLoader\\")
@example("from torch.utils.data import DataLoader as D\nD(D(D))\nD(**{**x})\nD(*D)")
def test_no_text_gets_an_exception_out_of_the_check(text: str) -> None:
    result = check_text(text.encode("utf-8", "replace"), Path("a.py"), Config(Path.cwd()))
    assert result.troubles == ()
    assert result == check_text(text.encode("utf-8", "replace"), Path("a.py"), Config(Path.cwd()))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=120), st.booleans())
def test_no_bytes_get_an_exception_out_of_the_check(data: bytes, after_code: bool) -> None:
    whole = BROKEN.encode() + data if after_code else data
    for name in ("a.py", "a.ipynb"):
        assert check_text(whole, Path(name), Config(Path.cwd())).troubles == ()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(BROKEN)), st.integers(0, len(BROKEN)), st.characters(codec="utf-8"))
def test_no_edit_of_real_code_gets_an_exception_out_of_the_check(start: int, end: int, between: str) -> None:
    text = BROKEN[:start] + between + BROKEN[end:]
    assert check_text(text.encode(), Path("a.py"), Config(Path.cwd())).troubles == ()


def test_the_public_function() -> None:
    (finding,) = loaderlint.check(["neighbour.py"])
    assert isinstance(finding, loaderlint.Finding)
    assert finding.severity is loaderlint.Severity.ERROR
    assert (finding.code, finding.location.path, finding.location.line) == ("LL201", "neighbour.py", 2)
    assert loaderlint.check() == loaderlint.check("neighbour.py") == loaderlint.check(Path()) == [finding]
    assert loaderlint.check([Path()], ignore=["LL2"]) == loaderlint.check(exclude=["*.py"]) == []
    assert loaderlint.check(per_file_ignores={"neigh*": ["LL201"]}) == loaderlint.check([]) == []


def test_the_public_function_says_what_it_could_not_do() -> None:
    with pytest.raises(loaderlint.CheckError, match=r"^missing\.py: no such file or directory$") as raised:
        loaderlint.check(["missing.py", "neighbour.py"])
    assert [finding.code for finding in raised.value.findings] == ["LL201"]
    assert [trouble.path for trouble in raised.value.troubles] == ["missing.py"]
    with pytest.raises(ValueError, match=r"^loaderlint\.check: `select` names an unknown rule `LL0`"):
        loaderlint.check(["neighbour.py"], select=["LL0"])
    with pytest.raises(ValueError, match=r"^loaderlint\.check: `select` must be a list of strings$"):
        loaderlint.check(["neighbour.py"], select="LL2")
    with pytest.raises(TypeError, match="chosen"):
        loaderlint.check(["neighbour.py"], chosen=["LL2"])  # type: ignore[call-arg]


def test_the_public_function_that_fixes() -> None:
    path = Path("neighbour.py")
    before = path.read_bytes()
    shown = loaderlint.fix(path, write=False)
    assert path.read_bytes() == before
    assert [finding.code for finding in shown.applied] == ["LL201"]
    assert shown.files == {path.absolute(): before.replace(b", persistent_workers=True", b"")}
    assert shown.diff.startswith("--- neighbour.py\n+++ neighbour.py\n@@ ")
    assert loaderlint.fix(path, ignore=["LL2"]).files == {}
    assert loaderlint.fix([path]) == shown
    assert path.read_bytes() == shown.files[path.absolute()]
    assert loaderlint.fix() == loaderlint.Fixed([], [], [], {}, "")


def test_the_public_function_that_fixes_asks_for_unsafe_fixes() -> None:
    code = """
import torch
from torch.utils.data import DataLoader

torch.manual_seed(3)
loader = DataLoader(range(8), shuffle=True)
"""
    Path("seeded.py").write_text(code)
    assert [f.code for f in loaderlint.fix("seeded.py").findings] == ["LL107"]
    assert Path("seeded.py").read_text() == code
    assert not loaderlint.fix("seeded.py", unsafe=True).findings
    assert "generator=torch.Generator().manual_seed(3)" in Path("seeded.py").read_text()


def test_the_public_function_that_fixes_writes_nothing_where_it_cannot_check() -> None:
    before = Path("neighbour.py").read_bytes()
    with pytest.raises(loaderlint.CheckError, match=r"^missing\.py: no such file or directory$"):
        loaderlint.fix(["missing.py", "neighbour.py"])
    assert Path("neighbour.py").read_bytes() == before
    with pytest.raises(ValueError, match=r"^loaderlint\.fix: `select` must be a list of strings$"):
        loaderlint.fix("neighbour.py", select="LL2")


def test_what_only_python_reads_is_not_pointed_at() -> None:
    Path("odd.py").write_text("(loader): object\n" + BROKEN)
    assert run("odd.py").stdout.startswith("odd.py:3:31: error[LL201]")
    Path("odd.py").write_text(BROKEN.replace("loader =", "(loader): object ="))
    result = run(".")
    assert result.exit_code == 2
    assert result.stdout.startswith(f"neighbour.py:{SEEN}")
    assert (
        "odd.py: cannot be checked: odd.py: LibCST, which tells places, says of line 2: not valid Python 3"
        in result.stderr
    )
    Path("odd.py").write_text("(DataLoader): object\n")
    assert run("odd.py").exit_code == 0
