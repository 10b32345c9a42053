"""Fixing files as they lie on disk: only the edited bytes change, and nothing is ever lost."""

from __future__ import annotations

import errno
import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from loaderlint.checking.engine import Result as Checked
from loaderlint.cli import main
from loaderlint.finding import Applicability, Edit, Finding, Fix, Location, Severity
from loaderlint.fixing.fix import MAX_ROUNDS, Files, fix_all, write
from loaderlint.fixing.notebook_edit import edit_cells

BAD = "from torch.utils.data import DataLoader\n\nloader = DataLoader(range(8), persistent_workers=True)  # é\n"
GOOD = BAD.replace(", persistent_workers=True", "")


def run(*args: str | Path, code: bytes | None = None) -> Result:
    return CliRunner().invoke(main, ["--isolated", "--no-cache", *map(str, args)], input=code)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize(
    ("before", "encoding"),
    [("", "utf-8"), ("\ufeff", "utf-8"), ("# -*- coding: latin-1 -*-\n", "latin-1"), ("# coding: cp1252\n", "cp1252")],
    ids=["utf-8", "bom", "latin-1", "cp1252"],
)
def test_bytes_outside_the_edit_stay(tmp_path: Path, before: str, encoding: str, line_end: str) -> None:
    path = tmp_path / "train.py"
    text = (before + BAD).replace("\n", line_end)
    path.write_bytes(text.encode(encoding))
    result = run("--fix", path)
    if line_end == "\r" and result.exit_code:  # the parser drops lone carriage returns in places: then nothing is done
        assert path.read_bytes() == text.encode(encoding)
        return
    assert result.exit_code == 0, result.output
    assert path.read_bytes() == (before + GOOD).replace("\n", line_end).encode(encoding)


@pytest.mark.parametrize("tail", ["", "\n", "\n\n\n", "\n# end"])
def test_the_end_of_the_file_stays(tmp_path: Path, tail: str) -> None:
    path = tmp_path / "train.py"
    path.write_text(BAD.rstrip("\n") + tail, encoding="utf-8")
    assert run("--fix", path).exit_code == 0
    assert path.read_text(encoding="utf-8") == GOOD.rstrip("\n") + tail


def test_a_file_that_the_parser_does_not_keep_whole_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text(f"x = 1\n\f\n{BAD}", encoding="utf-8")
    result = run("--fix", path)
    after = path.read_text(encoding="utf-8")
    assert after == f"x = 1\n\f\n{GOOD}" or (after == f"x = 1\n\f\n{BAD}" and "does not keep" in result.output)


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    target = tmp_path / "real.py"
    target.write_text(BAD, encoding="utf-8")
    target.chmod(0o750)
    link = tmp_path / "train.py"
    link.symlink_to(target.name)
    assert run("--fix", link).exit_code == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == GOOD
    assert stat.S_IMODE(target.stat().st_mode) == 0o750
    assert sorted(p.name for p in tmp_path.iterdir()) == ["real.py", "train.py"]


def test_diff_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text(BAD, encoding="utf-8")
    result = run("--diff", path)
    assert result.exit_code == 1
    assert "-loader = DataLoader(range(8), persistent_workers=True)" in result.output
    assert "+loader = DataLoader(range(8))" in result.output
    assert path.read_text(encoding="utf-8") == BAD
    path.write_text(GOOD, encoding="utf-8")
    assert run("--diff", path).exit_code == 0


def test_standard_input_comes_back_fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("--fix", "--stdin-filename", "train.py", code=BAD.encode())
    assert result.stdout == GOOD
    assert "fixed 1 problem" in result.stderr


def test_unsafe_fixes_are_asked_for(tmp_path: Path) -> None:
    code = "from torch.utils.data import DataLoader\n\nfor epoch in range(9):\n    DataLoader(range(8), shuffle=True)\n"
    assert run("--unsafe-fixes", "--stdin-filename", "train.py", code=code.encode()).exit_code == 2
    config = tmp_path / "pyproject.toml"
    config.write_text('[tool.loaderlint]\nunfixable = ["LL201"]\n', encoding="utf-8")
    (tmp_path / "train.py").write_text(BAD, encoding="utf-8")
    result = CliRunner().invoke(main, ["--fix", "--no-cache", str(tmp_path / "train.py")])
    assert result.exit_code == 1
    assert (tmp_path / "train.py").read_text(encoding="utf-8") == BAD


def test_add_ignore_silences_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    code = (
        "from torch.utils.data import DataLoader\n"
        "a = DataLoader(range(8), persistent_workers=True, prefetch_factor=8)\n"
        "b = DataLoader(range(8), timeout=3)  # why\n"
        "c = DataLoader(range(8), timeout=3, prefetch_factor=4)  # loaderlint: ignore[LL208]\n"
        'd = [DataLoader(range(8), timeout=3), """\n"""]\n'
    )
    path.write_text(code, encoding="utf-8")
    result = run("--add-ignore", path)
    assert path.read_text(encoding="utf-8").splitlines()[1:4] == [
        "a = DataLoader(range(8), persistent_workers=True, prefetch_factor=8)  # loaderlint: ignore[LL201, LL202]",
        "b = DataLoader(range(8), timeout=3)  # why  # loaderlint: ignore[LL208]",
        "c = DataLoader(range(8), timeout=3, prefetch_factor=4)  # loaderlint: ignore[LL208, LL202]",
    ]
    assert "no comment can stand on its lines" in result.stderr  # inside a string there are no comments
    assert run(path).stdout.count("LL208") == 1


def test_a_file_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_bytes(b"newer")
    with pytest.raises(OSError, match="changed meanwhile"):
        write({path: b"older"}, {path: b"fixed"})
    assert path.read_bytes() == b"newer"


@pytest.mark.parametrize("hurdle", ["changed", "kept from being written"])
def test_files_are_written_together_or_not_at_all(tmp_path: Path, hurdle: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "a.py", tmp_path / "b.py"
    first.write_bytes(b"old a")
    second.write_bytes(b"newer b" if hurdle == "changed" else b"old b")
    replace = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if target == second:
            raise OSError(errno.EACCES, "not allowed")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="changed meanwhile" if hurdle == "changed" else "not allowed") as raised:
        write({first: b"old a", second: b"old b"}, {first: b"fixed a", second: b"fixed b"})
    assert raised.value.filename == str(second)
    assert first.read_bytes() == b"old a"
    assert {path.name for path in tmp_path.iterdir()} == {"a.py", "b.py"}


@pytest.mark.skipif(os.name == "nt", reason="kills a process")
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_kill_in_the_middle_of_writing_leaves_the_old_file(tmp_path: Path, step: str) -> None:
    path = tmp_path / "train.py"
    path.write_bytes(b"old" * 1000)
    code = f"""
import os, pathlib, signal, sys
from loaderlint.fixing.fix import write

def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)

{"os.fsync" if step == "fsync" else "pathlib.Path.replace"} = die
path = pathlib.Path(sys.argv[1])
write({{path: b"old" * 1000}}, {{path: b"new" * 1000}})
"""
    done = subprocess.run([sys.executable, "-c", code, path], check=False)
    assert done.returncode == -signal.SIGKILL
    assert path.read_bytes() == b"old" * 1000


# -- notebooks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("listed", [True, False])
def test_notebooks_stay_byte_for_byte(tmp_path: Path, indent: int | None, *, ascii_only: bool, listed: bool) -> None:
    """What is not edited stays, escapes and outputs included: the new file is the old one with the edit in its text."""
    outputs = [{"output_type": "stream", "name": "stdout", "text": ["persistent_workers=True \\ \t/ \u2028 é 😀"]}]
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Title\nloader = DataLoader(x, persistent_workers=True)"},
        _code_cell("%matplotlib inline\nfrom torch.utils.data import DataLoader", [], listed=listed),
        _code_cell('name = "é 😀"\nloader = DataLoader(range(8), persistent_workers=True)', outputs, listed=listed),
    ]
    notebook = {"cells": cells, "metadata": {"x": 1.50}, "nbformat": 4, "nbformat_minor": 5}
    text = json.dumps(notebook, indent=indent, ensure_ascii=ascii_only) + "\n"
    path = tmp_path / "train.ipynb"
    path.write_text(text, encoding="utf-8")
    result = run("--fix", path)
    assert result.exit_code == 0, result.output
    assert path.read_text(encoding="utf-8") == text.replace("(range(8), persistent_workers=True)", "(range(8))")


def test_the_difference_of_a_notebook_is_that_of_its_cells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# Title"},
        _code_cell("from torch.utils.data import DataLoader", [], listed=True),
        _code_cell('%matplotlib inline\nname = "é"\nloader = DataLoader(x, persistent_workers=True)', [], listed=True),
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    Path("train.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert (
        run("--diff", "train.ipynb").stdout
        == """\
--- train.ipynb:cell 3
+++ train.ipynb:cell 3
@@ -1,3 +1,3 @@
 %matplotlib inline
 name = "é"
-loader = DataLoader(x, persistent_workers=True)
\\ No newline at end of file
+loader = DataLoader(x)
\\ No newline at end of file
"""
    )


def test_lines_added_to_a_cell_become_lines_of_its_list(tmp_path: Path) -> None:
    code = (
        "import itertools\n"
        "from torch.utils.data import DataLoader\n"
        "loader = DataLoader(range(8), shuffle=True)\n"
        "for batch in itertools.cycle(loader):\n"
        "    print(batch)"
    )
    notebook = {"cells": [_code_cell(code, [], listed=True)], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = tmp_path / "train.ipynb"
    path.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    run("--fix", "--unsafe-fixes", "--select", "LL412", path)
    source = json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"]
    assert all(line.endswith("\n") for line in source[:-1])
    assert all("\n" not in line[:-1] for line in source)
    assert "for batch in endless(loader):\n" in source
    assert "def endless(loader):\n" in source


def _code_cell(code: str, outputs: Sequence[object], *, listed: bool) -> dict[str, object]:
    source = code.splitlines(keepends=True) if listed else code
    return {"cell_type": "code", "execution_count": 3, "metadata": {}, "outputs": outputs, "source": source}


def _characters(unwanted: str) -> st.SearchStrategy[str]:
    return st.characters(exclude_categories=["Cs"], exclude_characters=unwanted)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text(_characters("\r\n"), max_size=8), min_size=1, max_size=5),
    st.text(_characters("\r"), max_size=12),
    st.booleans(),
    st.booleans(),
    st.data(),
)
def test_an_edit_of_a_cell_is_an_edit_of_its_text(
    lines: list[str],
    new: str,
    listed: bool,
    ascii_only: bool,
    data: st.DataObject,
) -> None:
    code = "\n".join(lines)
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(code)), st.integers(0, len(code)))))
    parts = code.split("\n")
    source: object = [f"{p}\n" for p in parts[:-1]] + [parts[-1]] if listed else code
    document = {"cells": [{"cell_type": "raw", "source": []}, {"cell_type": "code", "source": source}]}
    raw = json.dumps(document, ensure_ascii=ascii_only).encode()
    after = json.loads(edit_cells(raw, [(1, _position(code, start), _position(code, end), new)]))
    found = after["cells"][1]["source"]
    assert (("".join(found)) if listed else found) == code[:start] + new + code[end:]


def _position(code: str, offset: int) -> tuple[int, int]:
    before = code[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def test_one_run_finishes_a_notebook_with_many_findings(tmp_path: Path) -> None:
    head = "import numpy as np\nimport torch\nfrom torch.utils.data import DataLoader, Dataset\n\ntorch.manual_seed(3)"
    cells = [_code_cell(head, [], listed=True)]
    for number in range(12):
        dataset = (
            f"class Noisy{number}(Dataset):\n    def __init__(self):\n        self.rng = np.random.default_rng()\n\n"
            "    def __len__(self):\n        return 9\n\n    def __getitem__(self, index):\n"
            "        return self.rng.normal()"
        )
        cells.append(_code_cell(dataset, [], listed=True))
        loader = f"loader = DataLoader(Noisy{number}(), shuffle=True, num_workers=2)"
        cells.append(_code_cell(loader, [], listed=True))
    path = tmp_path / "train.ipynb"
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    first = run("--fix", "--unsafe-fixes", path)
    assert "fixed 24 problems in 1 file: LL101 12, LL107 12" in first.stderr
    assert "not fixed" not in first.stderr
    assert run("--diff", "--unsafe-fixes", path).stdout == ""


# -- rounds ----------------------------------------------------------------------------------------------------------


def _finding(code: str, start: int, end: int, text: str, path: Path) -> Finding:
    where = Location(str(path), None, 1, start + 1, 1, end + 1)
    fix = Fix("change it", Applicability.SAFE, (Edit(where, text),))
    return Finding(code, "made-up", Severity.WARNING, f"{text} at {start}", where, fix=fix)


def test_fixes_that_overlap_take_turns(tmp_path: Path) -> None:
    """`aa` becomes `ab`, then `bb`: two fixes of the same place in two rounds."""
    path = tmp_path / "x.py"
    path.write_bytes(b"aa")

    def check(texts: object) -> Checked:
        text = (texts.get(path, b"aa") if isinstance(texts, dict) else b"aa").decode()
        found = [_finding("LL201", 0, 2, text[:at] + "b" + text[at + 1 :], path) for at in range(2) if text[at] == "a"]
        return Checked(tuple(found), (), 1)

    fixed = fix_all(Files(lambda p: p.read_bytes(), check, check), unsafe=False)
    assert fixed.texts[path] == b"bb"
    assert len(fixed.applied) == 2
    assert path.read_bytes() == b"aa"


def test_a_fix_that_never_ends_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"")
    checks = 0

    def check(_: object) -> Checked:
        nonlocal checks
        checks += 1
        return Checked((_finding("LL201", 0, 0, "x", path),), (), 1)

    fixed = fix_all(Files(lambda p: p.read_bytes(), check, check), unsafe=False)
    assert len(fixed.applied) == MAX_ROUNDS + 1
    assert checks == MAX_ROUNDS + 2


def test_a_fix_that_does_harm_is_refused_and_the_others_are_applied(tmp_path: Path) -> None:
    """Of five fixes the third brings about something new."""
    path = tmp_path / "x.py"
    path.write_bytes(b"0-1-2-3-4")

    def check(texts: object) -> Checked:
        text = (texts.get(path, b"0-1-2-3-4") if isinstance(texts, dict) else b"0-1-2-3-4").decode()
        found = [_finding("LL201", at, at + 1, "ABCDE"[int(c)], path) for at, c in enumerate(text) if c.isdigit()]
        found += [_finding("LL101", at, at + 1, "", path) for at, c in enumerate(text) if c == "C"]
        return Checked(tuple(found), (), 1)

    fixed = fix_all(Files(lambda p: p.read_bytes(), check, check), unsafe=False)
    assert fixed.texts[path] == b"A-B-2-D-E"
    assert [(f.message, why) for f, why in fixed.refused] == [("C at 4", "it would bring about LL101")]


def test_fixes_that_do_harm_in_a_file_that_none_of_them_changes_are_refused(tmp_path: Path) -> None:
    path, other = tmp_path / "x.py", tmp_path / "y.py"
    path.write_bytes(b"0-1-2")

    def check(texts: object) -> Checked:
        text = (texts.get(path, b"0-1-2") if isinstance(texts, dict) else b"0-1-2").decode()
        found = [_finding("LL201", at, at + 1, "ABC"[int(c)], path) for at, c in enumerate(text) if c.isdigit()]
        found += [_finding("LL305", 0, 0, "", other)] if "C" in text else []
        return Checked(tuple(found), (), 1)

    fixed = fix_all(Files(lambda p: p.read_bytes(), check, check), unsafe=False)
    assert fixed.texts[path] == b"A-B-2"
    assert [why for _, why in fixed.refused] == ["it would bring about LL305"]


def test_a_refused_fix_is_tried_again_after_others_went_in(tmp_path: Path) -> None:
    """The fix of `a` brings about something new as long as `b` is there, and both cannot be fixed in one round."""
    path = tmp_path / "x.py"
    path.write_bytes(b"ab")

    def check(texts: object) -> Checked:
        text = (texts.get(path, b"ab") if isinstance(texts, dict) else b"ab").decode()
        found = [_finding("LL201", at, at + 1, text[at].upper(), path) for at in range(2) if text[at] in "ab"]
        found += [_finding("LL101", 0, 1, "", path)] if text == "Ab" else []
        return Checked(tuple(found), (), 1)

    fixed = fix_all(Files(lambda p: p.read_bytes(), check, check), unsafe=False)
    assert fixed.texts[path] == b"AB"
    assert not fixed.refused


@pytest.mark.parametrize("has_fix", [True, False])
def test_a_fix_may_bring_about_advice_that_has_a_fix_itself(tmp_path: Path, *, has_fix: bool) -> None:
    """`a` becomes `b`, of which there is advice to make it `c`."""
    path = tmp_path / "x.py"
    path.write_bytes(b"a")

    def check(texts: object) -> Checked:
        text = (texts.get(path, b"a") if isinstance(texts, dict) else b"a").decode()
        found = [_finding("LL201", 0, 1, "b", path)] if text == "a" else []
        advice = replace(_finding("LL502", 0, 1, "c", path), severity=Severity.ADVICE)
        found += [advice if has_fix else replace(advice, fix=None)] if text == "b" else []
        return Checked(tuple(found), (), 1)

    fixed = fix_all(Files(lambda p: p.read_bytes(), check, check), unsafe=False)
    assert fixed.texts.get(path) == (b"c" if has_fix else None)
    assert [why for _, why in fixed.refused] == ([] if has_fix else ["it would bring about LL502"])


def test_as_many_rounds_are_taken_as_there_are_fixes_of_one_place(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    number = 3 * MAX_ROUNDS
    path.write_bytes(b"0" * number)

    def check(texts: object) -> Checked:
        text = (texts.get(path, b"0" * number) if isinstance(texts, dict) else b"0" * number).decode()
        at = [n for n, c in enumerate(text) if c == "0"]
        found = [_finding("LL201", 0, number, text[:n] + "1" + text[n + 1 :], path) for n in at]
        return Checked(tuple(found), (), 1)

    fixed = fix_all(Files(lambda p: p.read_bytes(), check, check), unsafe=False)
    assert fixed.texts[path] == b"1" * number


def test_of_findings_that_are_alike_one_may_be_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.py"
    path.write_bytes(b"0-0")

    def check(texts: object) -> Checked:
        text = (texts.get(path, b"0-0") if isinstance(texts, dict) else b"0-0").decode()
        found = [replace(_finding("LL201", n, n + 1, "1", path), message="alike") for n in (0, 2) if text[n] == "0"]
        found += [_finding("LL101", 0, 1, "", path)] if text[0] == "1" else []
        return Checked(tuple(found), (), 1)

    fixed = fix_all(Files(lambda p: p.read_bytes(), check, check), unsafe=False)
    assert fixed.texts[path] == b"0-1"
    assert len(fixed.refused) == 1
