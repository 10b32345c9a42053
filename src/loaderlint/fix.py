"""Applying the fixes of findings: in rounds, each checked again, until nothing is left to fix.

Nothing is written: `fix_paths` gives new contents, which `write` puts in place of the files.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loaderlint.edit import CannotApplyError, apply
from loaderlint.engine import Result
from loaderlint.finding import Applicability, Edit, Finding, Fix
from loaderlint.paths import absolute

#: Fixes that call for other fixes converge long before; a fix that never ends is a fault of a rule.
MAX_ROUNDS = 10

#: Checks the same paths again, with other contents for some files, by their absolute paths.
Check = Callable[[Mapping[Path, bytes]], Result]


@dataclass(slots=True)
class Fixed:
    """What fixing came to: the new contents of files, the fixes applied and refused, and what is found afterwards."""

    result: Result
    texts: dict[Path, bytes] = field(default_factory=dict)
    applied: list[Finding] = field(default_factory=list)
    refused: list[tuple[Finding, str]] = field(default_factory=list)


def fix_all(check: Check, wanted: frozenset[Applicability], read: Callable[[Path], bytes]) -> Fixed:
    """Apply every fix whose applicability is `wanted` to what `check` finds, and check after each round.

    A round after which a file no longer parses, or anything new is found, is undone and taken again with half of its
    fixes, until the one at fault is found and refused.
    """
    fixed = Fixed(check({}))
    for _ in range(MAX_ROUNDS):
        refused = {_key(finding) for finding, _ in fixed.refused}
        candidates = [
            (f, f.fix)
            for f in fixed.result.findings
            if f.fix and f.fix.applicability in wanted and _key(f) not in refused
        ]
        if not candidates:
            break
        chosen = _without_overlaps(candidates)
        while chosen and not _take(fixed, chosen, check, read):
            chosen = chosen[: len(chosen) // 2]
    return fixed


def _take(fixed: Fixed, chosen: list[tuple[Finding, Fix]], check: Check, read: Callable[[Path], bytes]) -> bool:
    """Apply fixes that do not overlap; False if they were not, since together they do harm."""
    texts = dict(fixed.texts)
    by_path: dict[Path, dict[Edit, None]] = {}
    for _, fix in chosen:
        for edit in fix.edits:
            by_path.setdefault(absolute(Path(edit.location.path)), {})[edit] = None
    try:
        for path, edits in by_path.items():
            texts[path] = apply(path, texts.get(path) or read(path), edits)
    except CannotApplyError as error:
        return _refuse(fixed, chosen, str(error))
    result = check(texts)
    if harm := _harm(fixed.result, result):
        return _refuse(fixed, chosen, f"it would bring about {harm}")
    fixed.texts, fixed.result = texts, result
    fixed.applied += [finding for finding, _ in chosen]
    return True


def _refuse(fixed: Fixed, chosen: list[tuple[Finding, Fix]], why: str) -> bool:
    if len(chosen) == 1:
        fixed.refused.append((chosen[0][0], why))
    return False


def _harm(before: Result, after: Result) -> str:
    """What is found more often than before."""
    if after.troubles != before.troubles:
        return "a file that cannot be checked"
    more = Counter((f.location.path, f.code) for f in after.findings)
    more.subtract(Counter((f.location.path, f.code) for f in before.findings))
    worse = sorted(code for (_, code), number in more.items() if number > 0)
    return worse[0] if worse else ""


def _without_overlaps(candidates: Iterable[tuple[Finding, Fix]]) -> list[tuple[Finding, Fix]]:
    """The fixes, in order, that neither overlap nor touch one taken before; they may share an edit to the letter."""
    taken: dict[Edit, None] = {}
    chosen = []
    for finding, fix in candidates:
        if all(edit in taken or not any(_touch(edit, other) for other in taken) for edit in fix.edits):
            taken.update(dict.fromkeys(fix.edits))
            chosen.append((finding, fix))
    return chosen


def _touch(one: Edit, other: Edit) -> bool:
    a, b = one.location, other.location
    if (a.path, a.cell) != (b.path, b.cell):
        return False
    return (a.line, a.column) <= (b.end_line, b.end_column) and (b.line, b.column) <= (a.end_line, a.end_column)


def _key(finding: Finding) -> tuple[object, ...]:
    """What tells a finding from others while lines move."""
    texts = tuple(edit.text for edit in finding.fix.edits) if finding.fix else ()
    return finding.location.path, finding.code, finding.message, texts


def write(path: Path, data: bytes) -> None:
    """Replace a file so that at any time either the old contents or the new are there; a link stays a link.

    Raises:
        OSError: it cannot be written; the file is as it was.
    """
    target = path.resolve()
    mode = target.stat().st_mode
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
