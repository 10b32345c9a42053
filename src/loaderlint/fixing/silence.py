"""Silencing findings by comments on their lines."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from loaderlint.checking.engine import Result
from loaderlint.checking.suppress import addition, lines_with_room
from loaderlint.finding import Edit, Finding
from loaderlint.fixing.apply import CannotApplyError, apply
from loaderlint.fixing.fix import Files, Fixed
from loaderlint.text.locate import location
from loaderlint.text.paths import absolute
from loaderlint.text.source import Source, SourceError, decode


def silence_all(files: Files) -> Fixed:
    """Silence all that the rules find by comments; what no comment reaches is refused."""
    result = files.check({})
    fixed = Fixed(result, result)
    found = _of_rules(fixed.result)
    for name, group in groupby(found, key=lambda f: f.location.path):
        path = absolute(Path(name))
        data = files.read(path)
        try:
            edits = silence(decode(Path(name), data), list(group))
            fixed.texts[path] = apply(path, data, edits)
        except (SourceError, CannotApplyError):
            continue
        fixed.before[path] = data
    fixed.result = files.check(fixed.texts)
    left = _of_rules(fixed.result)
    fixed.refused = [(f, "no comment can stand on its lines") for f in left]
    still = {(f.location, f.code) for f in left}
    fixed.applied = [f for f in found if (f.location, f.code) not in still]
    return fixed


def _of_rules(result: Result) -> list[Finding]:
    return [f for f in result.findings if can_be_silenced(f)]


def can_be_silenced(finding: Finding) -> bool:
    """Whether a finding is of a rule proper, not about a file or a comment, which comments do not silence."""
    return not finding.code.startswith("LL9")


def silence(source: Source, findings: list[Finding]) -> list[Edit]:
    """Return the edits that silence findings of a file by comments on their lines, as far as these have room."""
    room = lines_with_room(source)
    codes: dict[int, list[str]] = {}
    for finding in findings:
        where = finding.location
        first, last = (source.in_text(where.cell, line) for line in (where.line, where.end_line))
        line = next((n for n in range(first, last + 1) if n in room), None)
        if line is not None and finding.code not in codes.setdefault(line, []):
            codes[line].append(finding.code)
    edits = []
    for line, here in codes.items():
        start, end, text = addition(source, line, here)
        edits.append(Edit(location(source, start, end), text))
    return edits
