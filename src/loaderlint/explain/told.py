"""What is told of loaders: plain data, free of the model, for text and JSON alike."""

from __future__ import annotations

from dataclasses import dataclass

from loaderlint.finding import Location, Trouble


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of some code, and where that stands."""

    text: str
    place: Location | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a loader: what it can be, each with the code that says so, and the argument that gives it.

    `given` is None where no argument does, or none that can be pointed at.
    """

    name: str
    values: tuple[Said, ...]
    given: Location | None
    by_default: bool


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset of the project behind a loader: what hangs on it, and what its code does for every sample."""

    name: str
    place: Location
    style: str
    holds: tuple[Said, ...]
    does: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """What consumes a loader, what for, and how often."""

    role: str
    place: Location
    often: Said


@dataclass(frozen=True, slots=True)
class Unknown:
    """Parts of a loader that are not known, why, and the rules that say nothing of it, or not all, therefore."""

    parts: tuple[str, ...]
    why: Said
    silent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """How the program in a file comes to a loader: the calls on the way, from the one that leads to it outwards."""

    program: str
    calls: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class View:
    """What is told of a loader as it is made on some ways. `wrapped` is what wrappers of datasets wrap.

    `idle` says what is done with a loader that nothing goes through; it is empty for any other. `named` says what one
    is for by its names, if nothing better does.
    """

    ways: tuple[Way, ...]
    options: tuple[Option, ...]
    wrapped: tuple[Said, ...]
    datasets: tuple[Dataset, ...]
    uses: tuple[Use, ...]
    idle: str
    named: Said | None
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class Loader:
    """A loader, by the code that builds it, with a view for each case in which something else is true of it."""

    name: str
    place: Location
    views: tuple[View, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is told of the loaders in some files, in order of place, and what could not be read."""

    loaders: tuple[Loader, ...]
    troubles: tuple[Trouble, ...]
