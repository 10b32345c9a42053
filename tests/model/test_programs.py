"""The model on small programs: a `#?` comment says what Python does at its line, as far as the model must know it.

Each folder of `programs` is for one room of the model. A program is a file in it, or a folder of files that import each
other. `#? ?` says that the model does not know, and `could be` after it what there would be to know; `#? ? (code: why)`
asks for the reason as well, and for the code at which the way is lost.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.model.answers import ROOMS, answers

PROGRAMS = Path(__file__).parent / "programs"

_ASKED = re.compile(r"#\? (.+?)(?:  # .*)?$")


def _programs(room: str) -> list[Path]:
    return sorted(path for path in (PROGRAMS / room).iterdir() if path.name != "__pycache__")


def _asked(path: Path) -> dict[int, str]:
    """The comments in a file, by line."""
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    return {number: match[1] for number, line in lines if (match := _ASKED.search(line))}


@pytest.mark.parametrize(
    ("room", "program"),
    [pytest.param(room, path, id=f"{room}/{path.stem}") for room in ROOMS for path in _programs(room)],
)
def test_answers_are_those_in_the_comments(room: str, program: Path) -> None:
    files = sorted(program.rglob("*.py")) if program.is_dir() else [program]
    asked = {path: _asked(path) for path in files}
    assert any(asked.values()), "nothing is asked here"
    found = answers(room, program if program.is_dir() else program.parent, asked)
    assert found == asked
