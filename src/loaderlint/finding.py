"""What loaderlint says: plain data, free of the parser and of the model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

#: What a related place says that is the call which builds the loader in question, where the finding is elsewhere.
BUILT_HERE = "the loader is built here"

#: What a related place says that leads to a loader from the file of another program.
ASKED_FOR_HERE = "the loader is asked for here"


class Severity(Enum):
    """How much is at stake: wrong data (error), likely harm (warning), good practice (advice)."""

    ADVICE = "advice"
    WARNING = "warning"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """Return 0 for advice, 1 for warning, 2 for error."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A stretch of code: 1-based lines and columns, the end exclusive. `path` is relative to the working directory.

    In a notebook, `cell` counts all its cells from 0, and the lines are those of the cell.
    """

    path: str
    cell: int | None
    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Related:
    """A place that is part of the evidence, and what happens there."""

    location: Location
    message: str


class Applicability(Enum):
    """How far a fix may be trusted.

    Safe: it can neither change which data the program sees nor break it. Unsafe: it may change random streams, order or
    memory. Display: it shows the way, and is never applied.
    """

    SAFE = "safe"
    UNSAFE = "unsafe"
    DISPLAY = "display"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of text to replace: an insertion where `location` is empty, a deletion where `text` is."""

    location: Location
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that repair one finding together, sorted, none overlapping another. `title` says what they do."""

    title: str
    applicability: Applicability
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place.

    `help` advises what to do, `note` adds context (either may be empty), `experiment` names what `loaderlint verify`
    runs to prove it, if anything. `fix` repairs it; `refusal` says why there is none where others of its kind have one.
    """

    code: str
    name: str
    severity: Severity
    message: str
    location: Location
    help: str = ""
    note: str = ""
    related: tuple[Related, ...] = ()
    experiment: str | None = None
    fix: Fix | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file that could not be read, or not be checked in full, and why."""

    path: str
    message: str
