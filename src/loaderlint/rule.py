"""What a rule is, and all that the file of one needs beside the model. `loaderlint.rules` holds one per file."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from loaderlint.claim import Claim, NoExperiment, Sign
from loaderlint.finding import ASKED_FOR_HERE, BUILT_HERE, Applicability, Severity
from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef, Instance
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.settings_file import SettingsFile
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.syntax import tree

__all__ = [
    "Applicability", "Claim", "Evidence", "NoExperiment", "Problem", "Problems", "Rule", "Severity", "Shown", "Sign",
    "engine_rule", "rule", "workers_start",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that a problem rests on, and what happens there."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a file of the run may show of code in any file.

    Code that gives an option to a loader is "trained on" where such a loader is; settings only if the same call,
    `by`, builds that loader. A call that builds loaders is "given workers" where it gets a number of them. A file
    is "told the epoch" where one that imports it calls `set_epoch`, and "its workers are seeded" where a program
    that comes to it has Lightning do that, and "torch is seeded" where such a program seeds torch. A dataset class
    is "evaluated on" where all loaders that read it are. A loader is "shuffled by a seed" where a program that
    seeds torch lets that decide its order. "what is not seen is seeded" where workers that may read anything seed
    NumPy, at no place. A call that builds loaders is "given a sampler" where another file always gives it one.
    "processes are spawned" where a program sets that for all that it starts. Item code is "drawing only if asked"
    where a program that builds its loaders in another file has that draw there only if its user sets options. A loader
    is "gone through once" where a program builds it in another file, and has the loop `by` count to one. What a call
    builds is "gone through" where a program is seen to take its batches.
    """

    what: Literal[
        "trained on",
        "given workers",
        "told the epoch",
        "its workers are seeded",
        "evaluated on",
        "shuffled by a seed",
        "torch is seeded",
        "what is not seen is seeded",
        "given a sampler",
        "processes are spawned",
        "drawing only if asked",
        "gone through once",
        "gone through",
    ]
    place: Place | None
    by: Place | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule found.

    `severity` is given where another one is at stake than the rule's usual one. `loader` is the loader that it is
    about, which is told behind what is `related`; `datasets` are those of its datasets that have the problem, where not
    all may. Of a problem that is not `certain`, that rests on workers that the loader may not have, `least_workers` of
    them, or on one dataset where it may be given another, a warning is made at most. `unless` is what no file of the
    run may show, if the problem is to stand. `repair` says what to do about it; a Refusal why that, which usually can
    be done, cannot here.
    """

    place: Place
    message: str
    help: str = ""
    note: str = ""
    related: tuple[Evidence, ...] = ()
    severity: Severity | None = None
    certain: bool = True
    loader: Loader | None = None
    datasets: tuple[Instance, ...] = ()
    rests_on_workers: bool = False
    least_workers: int = 1
    unless: tuple[Shown, ...] = ()
    repair: Repair | Refusal | None = None

    def evidence(self, program: File) -> tuple[Evidence, ...]:
        """Return all that the problem rests on, its loader among it, and the call of `program` that leads there."""
        if self.loader is None:
            return self.related
        found = [*self.related, *(workers_start(self.loader) if self.rests_on_workers else ())]
        made = self.loader.made
        if not any(made.file is p.file and _is_inside(p, made.call) for p in (self.place, *(e.place for e in found))):
            found.append(Evidence(self.loader.place, BUILT_HERE))
        if program not in {self.place.file, *(e.place.file for e in found)}:
            found += [Evidence(call, ASKED_FOR_HERE) for call in self.loader.way if call.file is program][-1:]
        return tuple(found)

    def note_in(self, rule: Rule) -> str:
        """Return the note, with what is taken for granted where that is why it weighs less than `rule` usually does."""
        if (self.severity or rule.severity) is Severity.ADVICE:
            return self.note
        said = [self.note] if self.note else []
        if self._needs_workers:
            few = "no workers" if self.loader is not None and self.loader.usual_workers == 0 else "one worker"
            said.append(f"by default the loader has {few}, and then there is no such problem")
        elif self.rests_on_workers and self.loader is not None and self.loader.workers is None:
            few = "0" if self.least_workers == 1 else "fewer than 2"
            said.append(f"the number of workers is not known here; with {few} there is no such problem")
        if self._needs_dataset:
            names = dict.fromkeys(d.cls.node.name for d in self.datasets if isinstance(d.cls, ClassRef))
            said.append(f"holds if the loader reads `{'` or `'.join(names)}`; it may be given another dataset")
        elif self._reads_by_name(rule):
            said.append("the loader reads one of several datasets, chosen by a name that is not known here")
        return "; ".join(said)

    @property
    def _needs_dataset(self) -> bool:
        """Whether the loader may be given a dataset that does not have the problem."""
        return self.loader is not None and bool(self.datasets) and not self.loader.always_reads(self.datasets)

    def _reads_by_name(self, rule: Rule) -> bool:
        """Whether what is said of a dataset need not hold of the one that the loader reads."""
        return self.loader is not None and "dataset" in rule.needs and self.loader.is_by_name

    def severity_in(self, rule: Rule) -> Severity:
        """Return how much is at stake, if it is a problem that `rule` found."""
        severity = self.severity or rule.severity
        loader = self.loader
        if self._needs_workers:
            return Severity.ADVICE
        of_any_kind = loader is not None and "dataset" in rule.needs and loader.is_of_any_kind
        without_workers = self.rests_on_workers and (loader is None or not loader.workers)
        for is_assumed in (self._needs_dataset or of_any_kind or self._reads_by_name(rule), without_workers):
            if is_assumed:
                severity = Severity.WARNING if severity is Severity.ERROR else Severity.ADVICE
        return Severity.WARNING if severity is Severity.ERROR and not self.certain else severity

    @property
    def _needs_workers(self) -> bool:
        """Whether there is no problem before the user asks for workers: by default the loader has none, or too few."""
        if not self.rests_on_workers or self.loader is None:
            return False
        usual = self.loader.usual_workers
        return usual is not None and usual < self.least_workers


def _is_inside(place: Place, call: tree.Call | None) -> bool:
    """Whether a place is a call or a part of it, in the same file."""
    return place.node is call or call in place.file.scopes.ancestors(place.node)


def workers_start(loader: Loader) -> tuple[Evidence, ...]:
    """Say where the workers of a loader come from."""
    option = loader.options["num_workers"]
    if option.place is None:
        return ()
    const = option.constant
    count = const.value if const else None
    what = "1 worker process starts here" if count == 1 else f"{count or 'the'} worker processes start here"
    found = Evidence(option.place, what)
    if const is not None and isinstance(const.place.file, SettingsFile):
        return found, Evidence(const.place, "their number comes from here")
    return (found,)


Problems: TypeAlias = Iterator[Problem]

Check: TypeAlias = Callable[[Analysis], Problems]

#: Looks at a dataset class alone.
ClassCheck: TypeAlias = Callable[[Analysis, ClassRef], Problems]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its documentation, which is the docstring of its module.

    `fix` says how far its fixes may be trusted, None if it has none; not every problem has one. `claim` is what its
    findings claim of the loader that runs, but for those of the severities in `claim_at`. `check` is None for what the
    engine says itself: files that cannot be parsed, suppressions that hide nothing. `needs` are the parts of a loader
    without which it says nothing, or not all: options by name, its `role` and its `epochs`. What it says may
    hold `at_once`, as soon as a loader is made; what does not is said of loaders that something may go through.
    `unloaded` yields what there is to say of a dataset class that no file of the run builds a loader for.
    """

    code: str
    name: str
    severity: Severity
    fix: Applicability | None
    claim: Claim | NoExperiment
    check: Check | None
    documentation: str
    claim_at: Mapping[Severity, Claim | NoExperiment] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    at_once: bool = False
    unloaded: ClassCheck | None = None

    def problems(self, analysis: Analysis) -> Iterator[tuple[Problem, ClassRef | None]]:
        """Yield the problems of one file; with a dataset class, if one stands only where that is not loaded."""
        if self.check is not None:
            for problem in self.check(analysis):
                if self.at_once or problem.loader is None or not analysis.is_set_aside(problem.loader):
                    yield problem, None
        if self.unloaded is not None:
            for dataset in analysis.datasets:
                for problem in self.unloaded(analysis, dataset):
                    yield replace(problem, certain=False), dataset

    @property
    def summary(self) -> str:
        """The first line of the documentation."""
        return self.documentation.partition("\n")[0]

    @property
    def what_it_does(self) -> str:
        """The first section of the documentation, as one paragraph of plain text."""
        section = self.documentation.partition("## What it does\n")[2].partition("\n## ")[0]
        return " ".join(section.split())

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
    needs: tuple[str, ...] = (),
    fix: Applicability | None = None,
    at_once: bool = False,
    unloaded: ClassCheck | None = None,
) -> Callable[[Check], Rule]:
    """Make the decorated function, which yields the problems of one file, the rule that its module is named after.

    What `unloaded` yields of a dataset class is a warning at most, and advice where a loader that is not seen through
    may read it. It stands only if no file of the run builds a loader for the class: where one does, the rule says it
    there.
    """

    def register(check: Check) -> Rule:
        code, name, documentation = _told_by(check.__module__)
        return Rule(code, name, severity, fix, claim, check, documentation, claim_at or {}, needs, at_once, unloaded)

    return register


def engine_rule(module: str, severity: Severity, *, fix: Applicability | None = None) -> Rule:
    """Make the rule that a module is named after, and whose findings come from the engine."""
    code, name, documentation = _told_by(module)
    return Rule(code, name, severity, fix, NoExperiment("it is not about a loader"), None, documentation)


def _told_by(module: str) -> tuple[str, str, str]:
    """The code, the name and the documentation of the rule in a module such as `rules.ll101_shared_rng_in_workers`."""
    code, _, name = module.rpartition(".")[2].partition("_")
    return code.upper(), name.replace("_", "-"), inspect.cleandoc(sys.modules[module].__doc__ or "")
