"""What a rule is: `loaderlint.rules` holds one per file."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from loaderlint.claim import Claim, NoExperiment
from loaderlint.finding import Applicability, Severity
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
class Problem:
    """What a rule found.

    `severity` is given where the evidence is weaker than the rule's usual one. `unless_loaded` is a dataset class: the
    problem stands only if no file of the run builds a loader for it, since then the rule says it there. `repair` says
    what to do about it; a Refusal why that, which usually can be done, cannot here.
    """

    place: Place
    message: str
    help: str = ""
    note: str = ""
    related: tuple[Evidence, ...] = ()
    severity: Severity | None = None
    unless_loaded: ClassRef | None = None
    repair: Repair | Refusal | None = None


Check: TypeAlias = Callable[[Analysis], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its documentation, which is the docstring of its module.

    `fix` says how far its fixes may be trusted, None if it has none; not every problem has one. `claim` is what its
    findings claim of the loader that runs, but for those of the severities in `claim_at`. `check` is None for what the
    engine says itself: files that cannot be parsed, suppressions that hide nothing.
    """

    code: str
    name: str
    severity: Severity
    fix: Applicability | None
    claim: Claim | NoExperiment
    check: Check | None
    documentation: str
    claim_at: Mapping[Severity, Claim | NoExperiment] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.partition("\n")[0]

    def claim_of(self, severity: Severity) -> Claim | NoExperiment:
        """Return what a finding of some severity claims, or why no experiment shows it."""
        return self.claim_at.get(severity, self.claim)

    def experiment_of(self, severity: Severity) -> str | None:
        """Return the name of the experiment that shows a finding of some severity; None if none does."""
        claim = self.claim_of(severity)
        return claim.experiment if isinstance(claim, Claim) else None


def rule(
    severity: Severity,
    *,
    claim: Claim | NoExperiment,
    claim_at: Mapping[Severity, Claim | NoExperiment] | None = None,
    fix: Applicability | None = None,
) -> Callable[[Check], Rule]:
    """Make the decorated function, which yields the problems of one file, the rule that its module is named after."""

    def register(check: Check) -> Rule:
        code, name, documentation = _told_by(check.__module__)
        return Rule(code, name, severity, fix, claim, check, documentation, claim_at or {})

    return register


def engine_rule(module: str, severity: Severity, *, fix: Applicability | None = None) -> Rule:
    """Make the rule that a module is named after, and whose findings come from the engine."""
    code, name, documentation = _told_by(module)
    return Rule(code, name, severity, fix, NoExperiment("it is not about a loader"), None, documentation)


def _told_by(module: str) -> tuple[str, str, str]:
    """The code, the name and the documentation of the rule in a module such as `rules.ll101_shared_rng_in_workers`."""
    code, _, name = module.rpartition(".")[2].partition("_")
    return code.upper(), name.replace("_", "-"), inspect.cleandoc(sys.modules[module].__doc__ or "")
