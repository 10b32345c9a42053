"""The result of checking one file on its own, and its form as JSON for the cache."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias

from loaderlint.checking.mentions import Uncalled
from loaderlint.checking.suppress import may_suppress
from loaderlint.finding import Applicability, Edit, Finding, Fix, Location, Related, Severity, Trouble
from loaderlint.text.source import Source, SourceError, decode

#: What one file tells of a place in any file, across processes: what, the path of that file, and the ordinal in it.
Fact: TypeAlias = tuple[str, str, int]


class Told(NamedTuple):
    """A finding, with the facts of which none may be known if it is to stand.

    Its fix may change what other files use as well: then one of the facts that are `shared` says of each of them that
    it does, and the fix stands if they all tell the same. If it is of functions that are `uncalled` in their own file,
    it stands if another may call them.
    """

    finding: Finding
    doubts: tuple[Fact, ...] = ()
    shared: tuple[Fact, ...] = ()
    uncalled: Uncalled | None = None


#: What some files show of a place does not hold where others show this.
_OUTDONE_BY = {
    "passed by": "come to",
    "given none": "given workers",
    "given a sampler": "given no sampler",
    "evaluated on": "not only evaluated on",
    "trains by itself": "asks for loaders",
    "drawing only if asked": "drawing",
}


@dataclass(slots=True)
class Outcome:
    """The findings of one file, and what it knows.

    `known` are the facts that the file tells. `judged` says whether the rules were run, and `failed` which of them
    ended in an internal error, and in which. `given_up` counts the questions that took too long, by what they were
    about. A file with comments for the linter has its `source`.
    """

    path: Path
    findings: list[Told] = field(default_factory=list)
    known: set[Fact] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    given_up: dict[str, int] = field(default_factory=dict)
    source: Source | None = None
    judged: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all was done that there was to do, so that the same file need not be checked again."""
        return not (self.troubles or self.failed or self.given_up)


#: What a file tells that builds a loader which may have workers, and may read anything.
UNSEEN: Final[Fact] = ("reads what is not seen", "", 0)

#: What a file tells that builds a loader, and one that may read a dataset which is not seen, perhaps in workers.
LOADS: Final[Fact] = ("builds a loader", "", 0)
READS_MORE: Final[Fact] = ("may read another dataset", "", 0)
READS_MORE_IN_WORKERS: Final[Fact] = ("may read another dataset in workers", "", 0)

#: What all files show together, if some build loaders: these read, or their workers do, no dataset but those seen.
ALL_READ: Final[Fact] = ("all that loaders read is seen", "", 0)
ALL_READ_IN_WORKERS: Final[Fact] = ("all that workers read is seen", "", 0)


def runs_alone(path: str) -> Fact:
    """Return the fact that no file imports the one at a path."""
    return "runs alone", path, 0


def settled(known: set[Fact], paths: Iterable[str]) -> set[Fact]:
    """Return what all files show together, which lie at these paths.

    A call that is given no workers by one file, and some by another, has some. That a class is loaded without workers
    settles nothing as long as there is a loader that may read anything in workers.
    """
    outdone = {(what, path, at) for what, by in _OUTDONE_BY.items() for shown, path, at in known if shown == by}
    if UNSEEN in known:
        outdone |= {fact for fact in known if fact[0] == "loaded"}
    seen = {ALL_READ: (READS_MORE, READS_MORE_IN_WORKERS), ALL_READ_IN_WORKERS: (READS_MORE_IN_WORKERS,)}
    added = {fact for fact, unless in seen.items() if LOADS in known and known.isdisjoint(unless)}
    added |= {runs_alone(path) for path in paths if ("imported", path, 0) not in known}
    return (known - outdone) | added


def encoded(outcome: Outcome) -> list[Any]:
    """Return an outcome that is whole, without its source, as values that JSON knows."""
    findings = [[_finding_as_json(finding), *others] for finding, *others in outcome.findings]
    return [findings, sorted(outcome.known), outcome.judged]


def decoded(value: Any, path: Path, data: bytes) -> Outcome | None:
    """Return the outcome of a file with these contents from such values, or None where they are none."""
    try:
        findings, known, judged = value
        outcome = Outcome(
            path,
            [
                Told(
                    _finding_from_json(finding),
                    tuple(map(_fact, doubts)),
                    tuple(map(_fact, shared)),
                    _uncalled(uncalled),
                )
                for finding, doubts, shared, uncalled in findings
            ],
            set(map(_fact, known)),
            judged=judged is True,
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    if may_suppress(data):
        with suppress(SourceError):
            outcome.source = decode(path, data)
    return outcome


def _finding_as_json(finding: Finding) -> list[Any]:
    fix = finding.fix
    return [
        finding.code,
        finding.name,
        finding.severity.value,
        finding.message,
        _place_as_json(finding.location),
        finding.help,
        finding.note,
        [[_place_as_json(r.location), r.message] for r in finding.related],
        finding.experiment,
        fix and [fix.title, fix.applicability.value, [[_place_as_json(e.location), e.text] for e in fix.edits]],
        finding.refusal,
    ]


def _finding_from_json(value: Any) -> Finding:
    code, name, severity, message, place, advice, note, related, experiment, fix, refusal = value
    return Finding(
        as_text(code),
        as_text(name),
        Severity(severity),
        as_text(message),
        _place(place),
        as_text(advice),
        as_text(note),
        tuple(Related(_place(where), as_text(what)) for where, what in related),
        None if experiment is None else as_text(experiment),
        None if fix is None else _fix(fix),
        as_text(refusal),
    )


def _fix(value: Any) -> Fix:
    title, applicability, edits = value
    return Fix(
        as_text(title), Applicability(applicability), tuple(Edit(_place(where), as_text(text)) for where, text in edits)
    )


def _place_as_json(place: Location) -> list[Any]:
    return [place.path, place.cell, place.line, place.column, place.end_line, place.end_column]


def _place(value: Any) -> Location:
    path, cell, *numbers = value
    line, column, end_line, end_column = map(_number, numbers)
    return Location(as_text(path), None if cell is None else _number(cell), line, column, end_line, end_column)


def _fact(value: Any) -> Fact:
    what, path, at = value
    return as_text(what), as_text(path), _number(at)


def _uncalled(value: Any) -> Uncalled | None:
    if value is None:
        return None
    path, names, beside_others = value
    return Uncalled(as_text(path), tuple(map(as_text, names)), beside_others is True)


def as_text(value: Any) -> str:
    """Return a value as a string, which it must be.

    Raises:
        TypeError: it is none.
    """
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise TypeError
    return value
