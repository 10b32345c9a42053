"""What fixing came to: a summary, and the changes as a unified diff."""

from __future__ import annotations

import difflib
from collections import Counter
from pathlib import Path

import click

from loaderlint.fixing.fix import Fixed
from loaderlint.report.concise import place
from loaderlint.text.notebook import written_cells
from loaderlint.text.paths import shown

_COLOURS = {"+++": None, "---": None, "+": "green", "-": "red", "@": "cyan"}


def summary(fixed: Fixed, verb: str) -> str:
    """Return a line about the fixes applied, counted by rule, and one for each that was refused."""
    lines = []
    if fixed.applied:
        counts = sorted(Counter(f.code for f in fixed.applied).items())
        problems = f"{len(fixed.applied)} problem{'' if len(fixed.applied) == 1 else 's'}"
        files = f"{len(fixed.texts)} file{'' if len(fixed.texts) == 1 else 's'}"
        lines.append(f"{verb} {problems} in {files}: {', '.join(f'{code} {n}' for code, n in counts)}")
    lines += [f"not fixed: {place(f.location)}: {f.code}: {why}" for f, why in fixed.refused]
    return "".join(f"{line}\n" for line in lines)


def diff(fixed: Fixed) -> str:
    """Return the changes to all files, in the order of their paths."""
    return "".join(_of_file(path, fixed.before[path], fixed.texts[path]) for path in sorted(fixed.texts))


def _of_file(path: Path, before: bytes, after: bytes) -> str:
    """The changes to a file; to a notebook cell by cell, as people know its code."""
    name = shown(path)
    if path.suffix != ".ipynb":
        return _unified(name, before.decode("utf-8", "replace"), after.decode("utf-8", "replace"))
    cells = dict(written_cells(after))
    return "".join(_unified(f"{name}:cell {number + 1}", code, cells[number]) for number, code in written_cells(before))


def _unified(name: str, before: str, after: str) -> str:
    lines = []
    for line in difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), name, name):
        colour = next((c for start, c in _COLOURS.items() if line.startswith(start)), None)
        ended = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        lines.append(click.style(ended, fg=colour) if colour else ended)
    return "".join(lines)
