from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaderlint.checking.engine import Result, check_paths
from loaderlint.config import Config
from loaderlint.report import concise, full
from loaderlint.report import json as json_report
from loaderlint.text.notebook import blank_magics, code_cells
from loaderlint.text.source import Source, decode
from tests.tools import check_code, codes, only

IMPORTS = "from torch.utils.data import DataLoader\nds = [1, 2]"
FLAGGED = "persistent_workers=True"
LOADER = f"loader = DataLoader(ds, {FLAGGED})"
NOTEBOOK = Path("train.ipynb")


def notebook(*cells: str | dict[str, Any], language: str = "python") -> str:
    full_cells = [c if isinstance(c, dict) else {"cell_type": "code", "source": c} for c in cells]
    return json.dumps({"cells": full_cells, "metadata": {"language_info": {"name": language}}, "nbformat": 4})


def check_cells(*cells: str | dict[str, Any], select: str = "LL2") -> Result:
    return check_code(notebook(*cells), select, "LL901", "LL902", path=NOTEBOOK)


def places(result: Result) -> list[tuple[str, int | None, int]]:
    return [(f.code, f.location.cell, f.location.line) for f in result.findings]


def markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": text}


@pytest.mark.parametrize(
    ("code", "blanked"),
    [
        ("%matplotlib inline\nx = 1", "_                 \nx = 1"),
        ("if gpu:\n    !nvidia-smi\nelse:\n    %time f()", "if gpu:\n    _          \nelse:\n    _    ;f()"),
        ("x = %time f(1)  # slow\ny = 2", "x =       f(1)  # slow\ny = 2"),
        ("%time x = f(1); g()\n", "_    ;x = f(1); g()\n"),
        ("%time f(1, \\\n  2)\n", "_    ;f(1, \\\n  2)\n"),
        ("%time for x in y: f(x)", "_                     "),
        ("x = %time y = f(1)", "x = _             "),
        ("%time f(\nx = 1", "_       \nx = 1"),
        ("%time -x f(1)\n%timeit f(1)\n%time !ls", "_            \n_           \n_        "),
        ("!pip install a \\\n  b\nx = 1", "_               \n   \nx = 1"),
        ("n = !nproc\nm = %who", "n = _     \nm = _   "),
        ("loader?\n?ds\nds.x??\n", "_      \n_  \n_     \n"),
        ("%%time\nx = 1", "_     \nx = 1"),
        ("%%bash\nfor x\n", "_     \n     \n"),
        ("\n%%writefile train.py\nx = 1", "\n_                   \n     "),
        ("%%cython\ncdef x\n", "__      \n      \n"),
        ("%run setup.py\n%store -r x\n%cd data", "__           \n__         \n_       "),
        ("%\nx = 1", "_\nx = 1"),
        ("%%capture out\nf()", "__           \nf()"),
        ("%%capture --no-stderr\nf()", "_                    \nf()"),
        ("pip install torch\nx = 1", "_                \nx = 1"),
        ("x = (a\n  % b)", "x = (a\n  % b)"),
        ("x = a \\\n  % b", "x = a \\\n  % b"),
        ("x = '''\n%time\n!ls\n'''", "x = '''\n%time\n!ls\n'''"),
        ("x = {\n  'a': 1,\n}\n%time", "x = {\n  'a': 1,\n}\n_    "),
        ("x = '%d (' % 3  # why?\n!ls", "x = '%d (' % 3  # why?\n_  "),
        ("x = 'it\\'s ?'\n# don't [\n%time", "x = 'it\\'s ?'\n# don't [\n_    "),
    ],
)
def test_what_is_ipythons_own_is_blanked_in_place(code: str, blanked: str) -> None:
    assert blank_magics(code) == blanked


def test_cells_are_one_program_in_order() -> None:
    result = check_cells(
        markdown("# Training"), IMPORTS, "workers = 0", f"loader = DataLoader(ds, 4, num_workers=workers, {FLAGGED})"
    )
    assert places(result) == [("LL201", 3, 1)]


@pytest.mark.parametrize(
    "cell", [LOADER.replace("= D", "= %time D"), f"%time {LOADER}", f"%%time\n{LOADER}", f"if ds:\n    %time {LOADER}"]
)
def test_what_is_timed_is_checked_and_fixed_in_place(cell: str) -> None:
    (finding,) = check_cells(IMPORTS, cell).findings
    assert (finding.code, finding.location.cell) == ("LL201", 1)
    where = finding.location
    assert cell.split("\n")[where.line - 1][where.column - 1 : where.end_column - 1] == FLAGGED
    assert finding.fix is not None
    (edit,) = finding.fix.edits
    line = cell.split("\n")[edit.location.line - 1]
    assert line[edit.location.column - 1 : edit.location.end_column - 1] == f", {FLAGGED}"


def test_cells_are_counted_with_markdown() -> None:
    assert places(check_cells(IMPORTS, markdown("a\nb"), markdown("c"), f"%time\n\n{LOADER}")) == [("LL201", 3, 3)]


def test_source_may_be_a_list_of_lines() -> None:
    cell = {"cell_type": "code", "source": ["%matplotlib inline\n", IMPORTS + "\n", LOADER]}
    assert places(check_cells(cell)) == [("LL201", 0, 4)]


def test_a_cell_that_does_not_parse_costs_only_itself() -> None:
    result = check_cells(IMPORTS, f"x = = 1\n{LOADER}", LOADER, "\nx = [\n1", f"\n{LOADER}")
    assert places(result) == [("LL901", 1, 1), ("LL201", 2, 1), ("LL901", 3, 2), ("LL201", 4, 2)]


def test_a_bracket_left_open_does_not_reach_the_next_cell() -> None:
    assert places(check_cells(IMPORTS, "x = (1,\n", LOADER, "y = 2)")) == [
        ("LL901", 1, 1),
        ("LL201", 2, 1),
        ("LL901", 3, 1),
    ]


def test_a_cell_may_be_indented_as_a_whole() -> None:
    result = check_cells(IMPORTS, f"    # why\n    n = 0\n    {LOADER}", LOADER)
    assert places(result) == [("LL201", 1, 3), ("LL201", 2, 1)]
    assert places(check_cells(IMPORTS, "  x = 1\ny = (", LOADER, f"  {LOADER}")) == [
        ("LL901", 1, 2),
        ("LL201", 2, 1),
        ("LL201", 3, 1),
    ]


@pytest.mark.parametrize(
    ("cell", "severity"),
    [
        ("python train.py --rows 4", "advice"),
        ("Step 500, loss: 0.27", "advice"),
        ("workers = = 4", "advice"),
        ("for batch in train_loader print(batch)", "error"),
        ("class Rows(Dataset)\n    pass", "error"),
    ],
)
def test_what_is_broken_in_a_cell_without_a_word_of_loaders_is_advice(cell: str, severity: str) -> None:
    (finding,) = check_cells(IMPORTS, cell).findings
    assert (finding.location.cell, finding.severity.value) == (1, severity)


def test_findings_are_sorted_by_cell_first() -> None:
    assert places(check_cells(IMPORTS, f"\n\n{LOADER}", LOADER)) == [("LL201", 1, 3), ("LL201", 2, 1)]


def test_other_languages_are_skipped() -> None:
    code = notebook(f"library(torch) # {LOADER}", language="R")
    assert check_code(code, path=NOTEBOOK).findings == ()


def test_old_worksheets_are_read() -> None:
    cells = [{"cell_type": "heading", "source": "x"}, {"cell_type": "code", "input": [IMPORTS + "\n", LOADER]}]
    data = json.dumps({"worksheets": [{"cells": cells}], "metadata": {}, "nbformat": 3})
    assert places(check_code(data, "LL201", path=NOTEBOOK)) == [("LL201", 1, 3)]


@pytest.mark.parametrize(
    ("data", "line", "why"),
    [
        ('{"cells": [\n<<<<<<< DataLoader', 2, "not a notebook: Expecting value"),
        ('["DataLoader"]', 1, "not a notebook: it has no cells"),
        ('{"nbformat": "DataLoader"}', 1, "not a notebook: it has no cells"),
        ('{"cells": 3, "name": "DataLoader"}', 1, "not a notebook: it has no cells"),
        ('["DataLoader", ' + "[" * 100_000, 1, "not a notebook: it is nested too deeply"),
    ],
)
def test_what_is_no_notebook_is_one_clear_finding(data: str, line: int, why: str) -> None:
    (finding,) = check_code(data, path=NOTEBOOK).findings
    assert (finding.code, finding.location.cell, finding.location.line) == ("LL901", None, line)
    assert finding.message.startswith(why)


def test_odd_characters_do_no_harm() -> None:
    cell = f"{IMPORTS}\r\ns = '\ud800'\r{LOADER}"
    assert places(check_cells(cell)) == [("LL201", 0, 4)]


def test_a_call_that_raises_does_not_keep_the_next_cell_from_being_run() -> None:
    split = "def split(rows, parts):\n    return rows, rows"
    found = places(check_cells(IMPORTS, split, "train, test = split(ds)", LOADER))
    assert found == [("LL201", 3, 1)]


def test_comments_silence_findings_in_their_cell_only() -> None:
    ignore = "# loaderlint: ignore[LL201]"
    result = check_cells(IMPORTS, f"{LOADER}  {ignore}", LOADER, f"x = 1  {ignore}")
    assert places(result) == [("LL201", 2, 1), ("LL902", 3, 1)]
    assert codes(check_cells(IMPORTS, LOADER, "# loaderlint: ignore-file[LL201]")) == []


def test_reports_name_the_cell_and_show_its_lines() -> None:
    result = check_cells(IMPORTS, f"%time\n{LOADER}")
    data = notebook(IMPORTS, f"%time\n{LOADER}").encode()

    def read(path: str) -> Source:
        return decode(Path(path), data)

    assert concise.render(result).startswith("train.ipynb:cell 2:2:25: error[LL201] ")
    assert f"2 | {LOADER}\n  | {'':24}{'^' * len(FLAGGED)}\n" in click.unstyle(full.render(result, read))
    (finding,) = json.loads(json_report.render(result))["findings"]
    assert (finding["cell"], finding["line"], finding["column"]) == (1, 2, 25)


def test_a_notebook_imports_the_modules_beside_it(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text("WORKERS = 0\n")
    cell = f"from settings import WORKERS\nloader = DataLoader(ds, num_workers=WORKERS, {FLAGGED})"
    (tmp_path / "train.ipynb").write_text(notebook(IMPORTS, cell))
    assert places(check_paths((tmp_path,), only(Config(tmp_path)))) == [("LL201", 1, 2)]


def test_notebooks_are_found_in_folders_but_not_their_checkpoints(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / ".ipynb_checkpoints"):
        folder.mkdir(exist_ok=True)
        (folder / "train.ipynb").write_text(notebook(IMPORTS, LOADER))
    result = check_paths((tmp_path,), only(Config(tmp_path)))
    assert result.checked == 1
    assert places(result) == [("LL201", 1, 1)]


SNIPPETS = st.sampled_from([
    "%matplotlib inline", "!pip install 'a", "ds?", "n = !ls (", "!ls \\\n  -l", "x = (1\n% 2)", "s = '''\n%no\n'''",
    "# don't (", "", "if ds:\n    %time", "print('é\U0001f600')", LOADER, f"if ds:\n    !ls\n    {LOADER}",
    f"é = '\U0001f600'; {LOADER}", f"def f():\n\t{LOADER}",
])  # fmt: skip
CODE_CELLS = st.tuples(st.sampled_from(["", "%%time\n", "\n%%capture out\n"]), st.lists(SNIPPETS).map("\n".join)).map(
    "".join
)
OTHER_CELLS = st.sampled_from(
    [markdown(LOADER), "%%bash\n" + LOADER, "%%writefile a.py\n" + LOADER, f"x = (\n{LOADER}"]
)


@settings(deadline=None, derandomize=True)
@given(st.lists(CODE_CELLS | OTHER_CELLS, max_size=6))
def test_every_finding_points_at_the_code_it_is_about(cells: list[str | dict[str, Any]]) -> None:
    cells.insert(0, IMPORTS)
    result = check_cells(*cells)
    found = [f.location for f in result.findings if f.code == "LL201"]
    for where in found:
        cell = cells[where.cell or 0]
        assert isinstance(cell, str)
        assert cell.split("\n")[where.line - 1][where.column - 1 : where.end_column - 1] == FLAGGED
    good = [c for c in cells if isinstance(c, str) and not c.startswith(("%%bash", "%%writefile", "x = (\n"))]
    broken = [c for c in cells if isinstance(c, str) and c.startswith(f"x = (\n{LOADER}")]
    assert len(set(found)) == sum(c.count(LOADER) for c in good)
    assert codes(result).count("LL901") == len(broken)


@settings(deadline=None, derandomize=True)
@given(st.text(alphabet="a%!?'\"\\\n ()[]=#:1") | st.lists(SNIPPETS).map("\n".join))
def test_blanking_keeps_every_line_and_column(code: str) -> None:
    blanked = blank_magics(code)
    assert [len(line) for line in blanked.split("\n")] == [len(line) for line in code.split("\n")]
    assert all(new in (old, " ", "_") for old, new in zip(code, blanked, strict=True))
    assert code_cells(notebook(code).encode()) == [(0, blanked)]
