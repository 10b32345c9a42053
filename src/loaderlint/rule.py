"""What a rule is. `loaderlint.rules` holds one per file; `catalogue` finds them."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from loaderlint.finding import Severity

if TYPE_CHECKING:
    from loaderlint.model.analysis import Analysis
    from loaderlint.model.file import Place


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that a problem rests on, and what happens there."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found. `severity` is given where the evidence is weaker than the rule's usual one."""

    place: Place
    message: str
    help: str = ""
    note: str = ""
    related: tuple[Evidence, ...] = ()
    severity: Severity | None = None


Check = Callable[["Analysis"], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its documentation, which is the docstring of its module."""

    code: str
    name: str
    severity: Severity
    experiment: str | None
    check: Check
    documentation: str

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.partition("\n")[0]


def rule(code: str, name: str, severity: Severity, *, experiment: str | None = None) -> Callable[[Check], Rule]:
    """Make the decorated function, which yields the problems of one file, a rule."""

    def register(check: Check) -> Rule:
        module = inspect.getmodule(check)
        return Rule(code, name, severity, experiment, check, inspect.cleandoc((module and module.__doc__) or ""))

    return register


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return every rule, sorted by code."""
    import loaderlint.rules as package

    found = []
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        found += [value for value in vars(module).values() if isinstance(value, Rule)]
    return tuple(sorted(found, key=lambda r: r.code))
