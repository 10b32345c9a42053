"""Small programs below `cases`: what their first lines expect is found, and what they forbid is not.

A file is a program, and so is a folder; one that ends in `alone` has one file with expectations, which is checked by
itself, within the folder. `# expect: LL405` and `# forbid: LL403, LL404` stand in the first three lines of a file, or
of the first cell of a notebook; what stands after them says what the program is about. `LL110 as warning` is a finding
of that severity alone.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.tools import check_folder

CASES = Path(__file__).parent / "cases"

PROGRAMS = sorted(path for kind in CASES.iterdir() for path in kind.iterdir() if not path.name.startswith(("_", ".")))


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_case(program: Path) -> None:
    files = sorted((*program.rglob("*.py"), *program.rglob("*.ipynb"))) if program.is_dir() else [program]
    expected, forbidden = (set().union(*(_said(word, file) for file in files)) for word in ("expect", "forbid"))
    alone = [
        file for file in files if program.stem.endswith("_alone") and (_said("expect", file) or _said("forbid", file))
    ]
    result = check_folder(program, named=tuple(alone))
    found = {said for f in result.findings for said in (f.code, f"{f.code} as {f.severity.value}")}
    assert expected or forbidden
    assert not result.troubles
    assert expected <= found
    assert not forbidden & found


def _said(word: str, file: Path) -> set[str]:
    """What the first lines of a file name after a word: codes, perhaps with a severity."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".ipynb":
        text = json.loads(text)["cells"][0]["source"]
    head = text.splitlines()[:3]
    return {said for line in head if line.startswith(f"# {word}:") for said in re.findall(r"LL\d{3}(?: as \w+)?", line)}
