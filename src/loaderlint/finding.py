"""What loaderlint says: plain data, free of the parser and of the model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


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


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem at one place.

    `help` advises what to do, `note` adds context (either may be empty), `experiment` names what `loaderlint verify`
    runs to prove it, if anything.
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


@dataclass(frozen=True, slots=True)
class Trouble:
    """A file that could not be read, and why."""

    path: str
    message: str
