"""Edits of a notebook's cells: the code is what it should be, and no byte of the rest of the file is another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from loaderlint.cli import main
from loaderlint.fixing.notebook_edit import edit_cells, places_in_file

LINES = st.lists(st.text(alphabet="ab \"\\'\té数\U0001f600\x0b\u2028/", max_size=6), min_size=1, max_size=5)


def dump(cells: list[dict[str, Any]], layout: dict[str, Any], end: str) -> bytes:
    notebook = {"cells": cells, "metadata": {"é": '\U0001f600 "cells": ['}, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(notebook, **layout) + end).encode()


def cell(code: str, *, listed: bool) -> dict[str, Any]:
    *lines, last = code.split("\n")
    source = [f"{line}\n" for line in lines] + ([last] if last else [])
    outputs: list[Any] = [{"data": {"text/plain": ['<\\ "x"', "é"]}}, None, True, -1.5e3, []]
    return {"cell_type": "code", "metadata": {}, "outputs": outputs, "source": source if listed else code}


def code_of(data: bytes, number: int) -> str:
    source = json.loads(data)["cells"][number]["source"]
    return "".join(source) if isinstance(source, list) else source


@settings(deadline=None, derandomize=True, max_examples=300)
@given(
    LINES.map("\n".join).filter(bool),
    st.data(),
    st.booleans(),
    st.sampled_from([{"indent": 1}, {"indent": 4, "ensure_ascii": False}, {"separators": (",", ":")}, {}]),
    st.sampled_from(["\n", ""]),
)
def test_only_the_edited_characters_change(
    code: str, data: st.DataObject, listed: bool, layout: dict[str, Any], end: str
) -> None:
    others = [cell("x = '\\n'\ny", listed=listed), {"cell_type": "markdown", "source": ['# "source": [']}]
    before = dump([others[0], cell(code, listed=listed), others[1]], layout, end)
    start = data.draw(st.integers(0, len(code)))
    stop = data.draw(st.integers(start, len(code)))
    new = data.draw(LINES.map("\n".join))

    after = edit_cells(before, [(1, place(code, start), place(code, stop), new)])
    assert code_of(after, 1) == code[:start] + new + code[stop:]
    assert [json.loads(after)["cells"][n] for n in (0, 2)] == [json.loads(before)["cells"][n] for n in (0, 2)]
    if listed:
        source = json.loads(after)["cells"][1]["source"]
        assert all(line.endswith("\n") for line in source[:-1])
    line, column = places_in_file(before, 1, [place(code, start)])[0]
    rest = before.decode().split("\n")[line - 1][column - 1 :]
    if start < len(code):
        character = json.dumps(code[start], ensure_ascii=layout.get("ensure_ascii", True))[1:-1]
        assert rest.startswith(character)
    else:
        assert rest.startswith('"')
    same = common(before, after) + common(before[::-1], after[::-1])
    escaped = len(json.dumps(code[start:stop])) + 40 * code[start:stop].count("\n")
    assert len(before) - same <= escaped


def common(one: bytes, other: bytes) -> int:
    """How many bytes are the same at the beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def place(code: str, offset: int) -> tuple[int, int]:
    """The 1-based line and column of an offset."""
    line = code.count("\n", 0, offset)
    return line + 1, offset - (code.rfind("\n", 0, offset) + 1) + 1


def test_edits_of_several_cells_and_lines_at_once() -> None:
    before = dump([cell("a\nb\nc", listed=True), cell("d", listed=False)], {"indent": 1}, "\n")
    edits = [(0, (1, 1), (1, 1), "import x\n"), (0, (3, 1), (3, 2), ""), (1, (1, 2), (1, 2), "\ne")]
    after = edit_cells(before, edits)
    assert (code_of(after, 0), code_of(after, 1)) == ("import x\na\nb\n", "d\ne")


@pytest.mark.parametrize("data", [b"\xff", b"[]", b'{"cells": 3}', b'{"cells": [{', b"[" * 100_000])
def test_what_is_laid_out_otherwise_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the text is what `json` says, too
        edit_cells(data, [(0, (1, 1), (1, 1), "x")])


MAGIC = "%matplotlib inline\n!nvidia-smi\n"
LOADER = "loader = DataLoader(range(8), persistent_workers=True)  # keep\nloader?"


@pytest.mark.parametrize("listed", [True, False])
def test_a_notebook_from_finding_to_fix(listed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells = [cell("from torch.utils.data import DataLoader", listed=listed), cell(MAGIC + LOADER, listed=listed)]
    silenced = cell("other = DataLoader([1], persistent_workers=True)  # loaderlint: ignore[LL201]", listed=listed)
    before = dump([*cells, silenced], {"indent": 1, "ensure_ascii": False}, "\n")
    path = tmp_path / "train.ipynb"
    path.write_bytes(before)
    shown = CliRunner().invoke(main, ["train.ipynb"])
    assert "--> train.ipynb:cell 2:3:31" in shown.stdout
    diff = CliRunner().invoke(main, ["--diff"])
    assert diff.exit_code == 1
    assert path.read_bytes() == before
    done = CliRunner().invoke(main, ["--fix"])
    assert done.exit_code == 0, done.output
    assert path.read_bytes() == before.replace(b"range(8), persistent_workers=True", b"range(8)")
    again = CliRunner().invoke(main, ["--fix"])
    assert again.exit_code == 0
    assert path.read_bytes() == before.replace(b"range(8), persistent_workers=True", b"range(8)")
