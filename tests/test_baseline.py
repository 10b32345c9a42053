"""Old code: what is known from a baseline is left out, whatever moves around it, and what is new is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loaderlint.cli import main

HEAD = "from torch.utils.data import DataLoader\n\n"
FILES, EACH = 20, 10


@pytest.fixture(autouse=True)
def _in_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A repository with 200 findings: equal lines among them, in modules and a notebook."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOADERLINT_CACHE_DIR", str(tmp_path.parent / "cache"))
    Path(".git").mkdir()
    for number in range(FILES - 1):
        write(f"pkg/part{number}.py", HEAD + loaders(EACH))
    cells = [{"cell_type": "code", "source": HEAD}, {"cell_type": "code", "source": loaders(EACH)}]
    write("note.ipynb", json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def loaders(number: int) -> str:
    return "".join(f"a{n % 7} = DataLoader(range({n % 7}), persistent_workers=True)\n" for n in range(number))


def write(name: str, text: str) -> None:
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text(text, encoding="utf-8")


def run(*args: str) -> Result:
    return CliRunner().invoke(main, [*args, "--baseline", "known.json"])


def found(*args: str) -> list[tuple[str, int]]:
    return [(f["path"], f["line"]) for f in json.loads(run(*args, "--output-format", "json").stdout)["findings"]]


def test_adopting_it_on_a_repository_with_200_findings() -> None:
    assert run().stderr == "loaderlint: known.json: there is no such file; `--update-baseline` writes it\n"
    written = run("--update-baseline")
    assert (written.exit_code, written.stderr) == (0, f"wrote known.json: {FILES * EACH} in all\n")

    clean = run()
    assert (clean.exit_code, clean.stderr) == (0, "200 known from known.json and not shown\n")
    assert clean.stdout.startswith("no problems found")

    write("pkg/part3.py", "import os\n\n\n" + HEAD + loaders(4) + "\n\nprint(1)\n" + loaders(EACH)[len(loaders(4)) :])
    assert run().exit_code == 0

    write("pkg/part3.py", HEAD + "new = DataLoader([1], persistent_workers=True)\n" + loaders(EACH))
    new = run()
    assert new.exit_code == 1
    assert found() == [("pkg/part3.py", 3)]
    assert "found 1 error; 20 files checked" in new.stdout


def test_one_more_of_equal_lines_is_new() -> None:
    run("--update-baseline")
    write("pkg/part0.py", HEAD + loaders(EACH) + loaders(1))
    assert [path for path, _ in found()] == ["pkg/part0.py"]


def test_a_notebook_whose_cells_move() -> None:
    run("--update-baseline")
    notebook = json.loads(Path("note.ipynb").read_text())
    notebook["cells"].insert(0, {"cell_type": "markdown", "source": "# title"})
    write("note.ipynb", json.dumps(notebook))
    assert found() == []


def test_it_holds_from_another_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    run("--update-baseline")
    monkeypatch.chdir("pkg")
    assert CliRunner().invoke(main, ["..", "--baseline", "../known.json"]).exit_code == 0


def test_what_is_gone_is_told_and_taken_out_and_what_was_not_checked_stays() -> None:
    run("--update-baseline")
    write("pkg/part0.py", HEAD + loaders(3))
    write("pkg/part1.py", HEAD)
    Path("pkg/part2.py").unlink()
    assert run().stderr == "173 known from known.json and not shown; 17 more there are gone (`--update-baseline`)\n"
    before = Path("known.json").read_text()
    assert run("pkg/part0.py", "--update-baseline").exit_code == 0
    known = [f["path"] for f in json.loads(Path("known.json").read_text())["findings"]]
    assert (known.count("pkg/part0.py"), known.count("pkg/part1.py"), known.count("pkg/part2.py")) == (3, 10, 0)
    assert set(Path("known.json").read_text().splitlines()) < {*before.splitlines()}


def test_only_what_is_new_is_fixed_and_silenced() -> None:
    run("--update-baseline")
    old = Path("pkg/part0.py").read_text()
    write("pkg/part1.py", HEAD + "new = DataLoader([1], persistent_workers=True)\n" + loaders(EACH))
    assert run("--fix").exit_code == 0
    assert Path("pkg/part0.py").read_text() == old
    assert Path("pkg/part1.py").read_text() == HEAD + "new = DataLoader([1])\n" + loaders(EACH)
    write("pkg/part1.py", HEAD + "new = DataLoader([1], persistent_workers=True)\n" + loaders(EACH))
    run("--add-ignore")
    assert "loaderlint: ignore" in Path("pkg/part1.py").read_text().splitlines()[2]
    assert "loaderlint: ignore" not in Path("pkg/part0.py").read_text() + "".join(
        Path("pkg/part1.py").read_text().splitlines()[3:]
    )


def test_nothing_is_written_where_not_all_was_read() -> None:
    run("--update-baseline")
    before = Path("known.json").read_bytes()
    failed = run("pkg", "gone.py", "--update-baseline")
    assert failed.exit_code == 2
    assert Path("known.json").read_bytes() == before


@pytest.mark.parametrize("text", ["[]", "{", '{"version": 2, "findings": []}', '{"version": 1}', "\0"])
def test_another_file_is_no_baseline_and_is_not_overwritten(text: str) -> None:
    write("known.json", text)
    for args in ((), ("--update-baseline",)):
        failed = run(*args)
        assert failed.exit_code == 2
        assert failed.stderr == (
            "loaderlint: known.json: it is no baseline of this loaderlint; remove it to write it anew\n"
        )
    assert Path("known.json").read_text() == text


@pytest.mark.parametrize("args", [("--fix",), ("--diff",), ("--add-ignore",)])
def test_updating_changes_nothing_else(args: tuple[str, ...]) -> None:
    assert run(*args, "--update-baseline").exit_code == 2
    assert not Path("known.json").exists()
