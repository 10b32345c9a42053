"""Applying the fixes of findings: in rounds, each checked again, until nothing is left to fix.

Nothing is written: `fix_all` gives new contents, which `write` puts in place of the files.
"""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

from loaderlint.checking.discover import ProjectFiles
from loaderlint.checking.engine import Result, check_projects
from loaderlint.checking.remembered import Memory
from loaderlint.finding import Applicability, Edit, Finding, Fix, Severity, Trouble
from loaderlint.fixing.apply import CannotApplyError, apply
from loaderlint.text.atomic_write import replace_file
from loaderlint.text.paths import absolute

#: Rounds in a row that leave no less to fix than one before. Fixes that call for other fixes come to an end long
#: before; a fix that never does is a fault of a rule.
MAX_ROUNDS = 10

_SAFE, _UNSAFE = {Applicability.SAFE}, {Applicability.UNSAFE}

#: What tells a finding from others while lines move.
_Key: TypeAlias = tuple[object, ...]

#: Checks the same paths again, with other contents for some files, by their absolute paths.
Check = Callable[[Mapping[Path, bytes]], Result]


@dataclass(frozen=True, slots=True)
class Files:
    """How the files that are to be fixed are read and checked.

    `check` finds what there is to fix, `judge` what a fix may not bring about: more, as a rule, since what is not
    selected is no less true.
    """

    read: Callable[[Path], bytes]
    check: Check
    judge: Check

    @classmethod
    def of(cls, found: Sequence[ProjectFiles], missing: Sequence[Trouble]) -> Files:
        """Return how the files of projects are read from disk and checked; fixes are judged by all rules."""
        by_all_rules = [replace(project, config=project.config.with_all_rules()) for project in found]
        memories = {project.config.root: Memory(project.config) for project in by_all_rules}

        def run(projects: Sequence[ProjectFiles], texts: Mapping[Path, bytes]) -> Result:
            return check_projects(projects, missing, texts=texts, memory_of=lambda config: memories[config.root])

        return cls(Path.read_bytes, partial(run, found), partial(run, by_all_rules))

    def both(self, texts: Mapping[Path, bytes]) -> tuple[Result, Result]:
        """Return what there is to fix, and what may not become more."""
        found = self.check(texts)
        return found, found if self.judge is self.check else self.judge(texts)


@dataclass(slots=True)
class Fixed:
    """What fixing came to: what is found afterwards, the old and new contents of files, fixes applied and refused.

    `wanted` is what kinds of fixes are applied.
    """

    result: Result
    judged: Result
    before: dict[Path, bytes] = field(default_factory=dict)
    texts: dict[Path, bytes] = field(default_factory=dict)
    applied: list[Finding] = field(default_factory=list)
    refused: list[tuple[Finding, str]] = field(default_factory=list)
    wanted: set[Applicability] = field(default_factory=set)

    def wants(self, finding: Finding) -> bool:
        """Return whether a finding has a fix of a kind that is applied."""
        return finding.fix is not None and finding.fix.applicability in self.wanted


def fix_all(files: Files, *, unsafe: bool) -> Fixed:
    """Apply every safe fix, if `unsafe` every unsafe one too, and check after each round, until there is none left.

    A round after which a file no longer parses, or anything new is found, is undone and taken again with half of its
    fixes, until the one at fault is found and refused. Once others went in, it is tried again: what it would have
    brought about may have gone with them.
    """
    fixed = Fixed(*files.both({}), wanted=_SAFE | _UNSAFE if unsafe else _SAFE)
    refused: set[_Key] = set()
    fewest, idle, settled = None, 0, 0
    while idle < MAX_ROUNDS:
        keys = _keys(fixed.result)
        candidates = [(f, f.fix) for f in fixed.result.findings if f.fix and fixed.wants(f) and keys[f] not in refused]
        if not candidates and len(fixed.applied) == settled:
            break
        if not candidates:
            fewest, settled, refused = None, len(fixed.applied), set()
            fixed.refused.clear()
            continue
        idle = 0 if fewest is None or len(candidates) < fewest else idle + 1
        fewest = len(candidates) if fewest is None else min(fewest, len(candidates))
        before = len(fixed.refused)
        _take_most(fixed, candidates, files)
        refused |= {keys[finding] for finding, _ in fixed.refused[before:]}
    return fixed


def fix_together(
    result: Result, findings: Iterable[Finding], read: Callable[[Path], bytes], check: Check | None = None
) -> Fixed:
    """Apply the fixes of some findings at once, as far as none overlaps another.

    If `check` is given, which gave the result, fixes that bring about more findings are refused.
    """
    fixed = Fixed(result, result)

    def unchanged(_: Mapping[Path, bytes]) -> Result:
        return result

    check = check or unchanged
    _take_most(fixed, [(f, f.fix) for f in findings if f.fix], Files(read, check, check))
    return fixed


def _take_most(fixed: Fixed, candidates: Iterable[tuple[Finding, Fix]], files: Files) -> None:
    chosen = _without_overlaps(candidates)
    while chosen and (harmed := _take(fixed, chosen, files)):
        # The one at fault is rather among those that change what came to harm.
        others = [(f, fix) for f, fix in chosen if all(e.location.path != harmed for e in fix.edits)]
        chosen = others if 0 < len(others) < len(chosen) else chosen[: len(chosen) // 2]


def _take(fixed: Fixed, chosen: list[tuple[Finding, Fix]], files: Files) -> str:
    """Apply fixes that do not overlap; if they do harm together, apply none and return the path that comes to harm."""
    texts = dict(fixed.texts)
    by_path: dict[str, dict[Edit, None]] = {}
    for _, fix in chosen:
        for edit in fix.edits:
            by_path.setdefault(edit.location.path, {})[edit] = None
    for name, edits in by_path.items():
        path = absolute(Path(name))
        if path not in texts:
            fixed.before[path] = texts[path] = files.read(path)
        try:
            texts[path] = apply(path, texts[path], edits)
        except CannotApplyError as error:
            return _refuse(fixed, chosen, name, str(error))
    result, judged = files.both(texts)
    if harm := _harm(fixed, result, judged):
        return _refuse(fixed, chosen, harm[0], f"it would bring about {harm[1]}")
    fixed.texts, fixed.result, fixed.judged = texts, result, judged
    fixed.applied += [finding for finding, _ in chosen]
    return ""


def _refuse(fixed: Fixed, chosen: list[tuple[Finding, Fix]], path: str, why: str) -> str:
    if len(chosen) == 1:
        fixed.refused.append((chosen[0][0], why))
    return path


def _harm(fixed: Fixed, result: Result, judged: Result) -> tuple[str, str] | None:
    """The first file in which there is more to find than before, and what.

    Advice is none if it has a fix, as that is applied next.
    """
    for trouble in judged.troubles:
        if trouble not in fixed.judged.troubles:
            return trouble.path, "a file that cannot be checked"
    next_fixed = {f for f in result.findings if fixed.wants(f) and f.severity is Severity.ADVICE}
    more = Counter(_what(f) for f in judged.findings)
    more.subtract(Counter(_what(f) for f in fixed.judged.findings))
    lasting = {_what(f) for f in judged.findings if f not in next_fixed}
    return min((what for what, number in more.items() if number > 0 and what in lasting), default=None)


def _what(finding: Finding) -> tuple[str, str]:
    return finding.location.path, finding.code


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


def _keys(result: Result) -> dict[Finding, _Key]:
    """What tells each finding of a result from the others while lines move; those alike are counted."""
    seen: Counter[_Key] = Counter()
    found: dict[Finding, _Key] = {}
    for finding in result.findings:
        texts = tuple(edit.text for edit in finding.fix.edits) if finding.fix else ()
        key = (finding.location.path, finding.location.cell, finding.code, finding.message, texts)
        seen[key] += 1
        found[finding] = (*key, seen[key])
    return found


def write(before: Mapping[Path, bytes], after: Mapping[Path, bytes]) -> None:
    """Replace the contents of files so that at any time either the old contents of each or the new are there.

    A fix may change several files: if one of them cannot be written, all are as they were. A link stays a link.

    Raises:
        OSError: a file, which is named, cannot be written, or no longer holds what it did `before`.
    """
    for path, data in before.items():
        if path.read_bytes() != data:
            raise OSError(errno.EBUSY, "it was changed meanwhile", str(path))
    written: list[Path] = []
    try:
        for path, text in sorted(after.items()):
            written.append(path)
            replace_file(path, text)
    except OSError as error:
        for done in written[:-1]:
            replace_file(done, before[done])
        raise OSError(error.errno, error.strerror, str(written[-1])) from error
