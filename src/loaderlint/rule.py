"""What a rule is: `loaderlint.rules` holds one per file."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from loaderlint.finding import Applicability, Severity

if TYPE_CHECKING:
    from loaderlint.model.analysis import Analysis
    from loaderlint.model.inference.values import ClassRef
    from loaderlint.model.project.file import Place
    from loaderlint.repairs.plan import Refusal, Repair


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that a problem rests on, and what happens there."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a file of the run may show of code in any file.

    Code that gives an option to a loader is "trained on" where such a loader is. A call that builds loaders is "given
    workers" where it gets a number of them. A file is "told the epoch" where one that imports it calls `set_epoch`.
    """

    what: Literal["trained on", "given workers", "told the epoch"]
    place: Place


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found.

    `severity` is given where the evidence is weaker than the rule's usual one. `unless_loaded` is a dataset class: the
    problem stands only if no file of the run builds a loader for it, since then the rule says it there.
    `unless` is what no file of the run may show, if the problem is to stand. `repair` says what to do about it; a
    Refusal why that, which usually can be done, cannot here.
    """

    place: Place
    message: str
    help: str = ""
    note: str = ""
    related: tuple[Evidence, ...] = ()
    severity: Severity | None = None
    unless_loaded: ClassRef | None = None
    unless: tuple[Shown, ...] = ()
    repair: Repair | Refusal | None = None


Check = Callable[["Analysis"], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its documentation, which is the docstring of its module.

    `fix` says how far its fixes may be trusted, None if it has none; not every problem has one. `check` is None for
    what the engine says itself: files that cannot be parsed, suppressions that hide nothing.
    """

    code: str
    name: str
    severity: Severity
    fix: Applicability | None
    experiment: str | None
    check: Check | None
    documentation: str

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.partition("\n")[0]


def rule(
    code: str, name: str, severity: Severity, *, fix: Applicability | None = None, experiment: str | None = None
) -> Callable[[Check], Rule]:
    """Make the decorated function, which yields the problems of one file, a rule."""

    def register(check: Check) -> Rule:
        documentation = inspect.cleandoc(sys.modules[check.__module__].__doc__ or "")
        return Rule(code, name, severity, fix, experiment, check, documentation)

    return register


def engine_rule(
    code: str, name: str, severity: Severity, documentation: str | None, *, fix: Applicability | None = None
) -> Rule:
    """Make a rule whose findings come from the engine."""
    return Rule(code, name, severity, fix, None, None, inspect.cleandoc(documentation or ""))
