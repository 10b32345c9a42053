"""From findings to verdicts: the program runs as it is, and again with the fixes laid over its source."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from loaderlint.claim import Claim, NoExperiment, Sign
from loaderlint.finding import Applicability, Finding, Severity
from loaderlint.fixing.fix import Fixed
from loaderlint.text.source import decode
from loaderlint.verify.host.claims import claim_of, seconds_for
from loaderlint.verify.host.observed import LoaderOnTrial, Observed, observe
from loaderlint.verify.host.ranks import NAME as RANKS
from loaderlint.verify.host.runner import Run, run
from loaderlint.verify.host.sites import after_edits, site_of
from loaderlint.verify.shared.overlay import real
from loaderlint.verify.shared.protocol import LEAVES_NO_TRACE, Event, Program, Protection, Request, Site

#: Applies the fixes of findings, as far as that can be done together (see `fix.fix_together`).
Repair = Callable[[Sequence[Finding]], Fixed]


#: The part of the time for which a program may train before its last loader is built: with fixes it has to do so again.
_PATIENCE = 1 / 3


class Verdict(Enum):
    """What a trial came to."""

    CONFIRMED = "confirmed"
    UNFIXED = "confirmed, no fix to try"
    FIX_FAILED = "fix failed"
    REFUTED = "refuted"
    INCONCLUSIVE = "inconclusive"
    NOT_REACHED = "not reached"

    @property
    def shown(self) -> bool:
        """Whether the problem was seen on the loader, and is not known to be repaired."""
        return self in (Verdict.CONFIRMED, Verdict.UNFIXED, Verdict.FIX_FAILED)


@dataclass(slots=True)
class Trial:
    """A finding and what became of it.

    `reason` says what decided. `before` and `after` are its loaders without and with the fix, `shown` the signs of the
    problem that were seen, `denied` what the rule rightly says does not happen.
    """

    finding: Finding
    verdict: Verdict = Verdict.INCONCLUSIVE
    reason: str = ""
    before: list[LoaderOnTrial] = field(default_factory=list)
    after: list[LoaderOnTrial] = field(default_factory=list)
    shown: list[Sign] = field(default_factory=list)
    denied: list[Sign] = field(default_factory=list)
    claim: Claim | NoExperiment = field(init=False)

    def __post_init__(self) -> None:
        self.claim = claim_of(self.finding)


@dataclass(frozen=True, slots=True)
class Setting:
    """How programs are run: by which interpreter, where, until when (of `time.monotonic`), and who is told of it.

    `besides` are experiments that go with others, by the names of these: they show more, and decide nothing. A
    `launcher` is the words of a command that runs the interpreter elsewhere; there are so many `ranks`. Without a
    `protection`, nothing keeps a program from leaving traces, and it is stopped where it would train.
    """

    python: str
    directory: Path
    deadline: float
    seen: Callable[[Event], None]
    besides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    launcher: tuple[str, ...] = ()
    ranks: int = 1
    protection: Protection | None = LEAVES_NO_TRACE

    def observe(
        self, program: Program, sites: Sequence[Site], texts: dict[str, str], patience: float = _PATIENCE
    ) -> Observed:
        """Run a program with `texts` in place of files, and return what was seen of the sites.

        It may train for a part of the time, the `patience`, for loaders that it has yet to build.
        """
        start = Path(program.name)
        if start.suffix == ".ipynb":
            texts = {real(program.name): decode(start, start.read_bytes()).text, **texts}
        besides = {**self.besides, "order": (RANKS,)} if self.ranks > 1 else self.besides
        more = [[name for e in site.experiments for name in besides.get(e, ())] for site in sites]
        sites = [replace(s, experiments=(*s.experiments, *names)) for s, names in zip(sites, more, strict=True)]
        return observe(program, sites, texts, self.deadline, self.ranks, patience, self.protection, self._run)

    def _run(self, request: Request) -> Run:
        return run(request, self.python, self.directory, self.seen, self.launcher)


@dataclass(slots=True)
class Outcome:
    """The trials in the order of the findings, and what the confirmed fixes make of the files, if there are any.

    `failure` says how a program failed before all loaders were reached, `output` holds the last that it printed.
    `connections` are those that programs opened, as `host:port`.
    """

    trials: list[Trial]
    fixed: Fixed | None = None
    failure: str = ""
    output: str = ""
    seconds: float = 0.0
    torch: str = ""
    python: str = ""
    connections: tuple[str, ...] = ()

    @property
    def is_failure(self) -> bool:
        """Whether a program failed and no loader could be tried."""
        return bool(self.failure) and all(not trial.before for trial in self.trials)

    def fails(self, at_least: Severity, *, fixed: bool) -> bool:
        """Whether a problem as severe as `at_least` or more was shown; if confirmed fixes were `fixed`, and is left."""
        gone = self.fixed.applied if fixed and self.fixed else ()
        return any(
            trial.verdict.shown and trial.finding not in gone and trial.finding.severity.rank >= at_least.rank
            for trial in self.trials
        )


def put_on_trial(findings: Sequence[Finding], programs: Sequence[Program], setting: Setting, repair: Repair) -> Outcome:
    """Judge every finding that an experiment can judge, in the first of the programs that builds its loader.

    Raises:
        OSError: the interpreter cannot be started.
    """
    start = time.monotonic()
    outcome = Outcome([Trial(finding) for finding in findings])
    waiting: dict[int, Site] = {}
    opened: set[str] = set()
    for number, trial in enumerate(outcome.trials):
        claim = trial.claim
        if isinstance(claim, NoExperiment):
            trial.reason = f"no experiment shows this: {claim.reason}"
        elif RANKS in claim.experiments and setting.ranks < 2:
            trial.reason = "one rank alone does not show this: `--ranks 2` runs the program on two"
        else:
            waiting[number] = replace(site_of(trial.finding, claim.experiments), seconds=seconds_for(claim))
    for program in programs:
        if not waiting:
            break
        observed = setting.observe(program, list(waiting.values()), {})
        outcome.torch, outcome.python = observed.torch, observed.python
        outcome.failure, outcome.output = observed.failure, observed.output
        opened |= observed.connections
        for place, number in enumerate(waiting):
            _judge_before(outcome.trials[number], observed, place)
        _try_fixes(outcome.trials, waiting, program, setting, repair)
        waiting = {n: site for n, site in waiting.items() if outcome.trials[n].verdict is Verdict.NOT_REACHED}
    confirmed = [trial.finding for trial in outcome.trials if trial.verdict is Verdict.CONFIRMED]
    outcome.fixed = repair(confirmed) if confirmed else None
    outcome.connections = tuple(sorted(opened))
    outcome.seconds = time.monotonic() - start
    return outcome


def _judge_before(trial: Trial, observed: Observed, place: int) -> None:
    claim = trial.claim
    assert isinstance(claim, Claim)
    trial.before = observed.loaders(place)
    trial.shown = _shown(claim, trial.before)
    trial.denied = [sign for sign in claim.never if _answers(trial.before, sign) == {False}]
    # Those that show it come first.
    trial.before.sort(key=lambda loader: not _shown(claim, [loader]))
    if not trial.before:
        trial.verdict, trial.reason = Verdict.NOT_REACHED, observed.why_not_reached
    elif unexpected := [sign for sign in claim.never if True in _answers(trial.before, sign)]:
        trial.verdict = Verdict.REFUTED
        trial.reason = f"the rule says that this does not happen: {_list(claim, unexpected)}"
    elif trial.shown:
        trial.verdict, trial.reason = Verdict.UNFIXED, _list(claim, trial.shown)
    elif missing := [name for name in claim.needs if not any(loader.options.get(name) for loader in trial.before)]:
        trial.verdict = Verdict.NOT_REACHED
        trial.reason = f"in this run the loader is built without {_names(missing)}"
    elif claim.certain and not trial.before[0].by_dataset and all(_answers(trial.before, sign) for sign in claim.signs):
        trial.verdict, trial.reason = Verdict.REFUTED, f"not so: {_list(claim, claim.signs)}"
    else:
        trial.verdict, trial.reason = Verdict.INCONCLUSIVE, _why_undecided(trial.before)


def _try_fixes(trials: list[Trial], sites: dict[int, Site], program: Program, setting: Setting, repair: Repair) -> None:
    """Run a program with the fixes of all that it showed, of those that overlap with one after the other."""
    waiting = [n for n in sites if trials[n].verdict is Verdict.UNFIXED and _has_fix(trials[n].finding)]
    while waiting:
        chosen = [n for n in waiting if trials[n].finding in repair([trials[m].finding for m in waiting]).applied]
        for number in () if chosen else waiting:
            trials[number].verdict, trials[number].reason = Verdict.INCONCLUSIVE, "shown, but its fix cannot be applied"
        waiting = [number for number in waiting if number not in chosen] if chosen else []
        while chosen:
            fixed = repair([trials[number].finding for number in chosen])
            texts = {real(str(path)): decode(path, data).text for path, data in fixed.texts.items()}
            edits = [edit for finding in fixed.applied if finding.fix for edit in finding.fix.edits]
            moved = [after_edits(sites[number], edits) for number in chosen]
            observed = setting.observe(program, moved, texts, patience=1)
            for place, number in enumerate(chosen):
                _judge_after(trials[number], observed, place)
            confirmed = [number for number in chosen if trials[number].verdict is Verdict.CONFIRMED]
            # What holds beside fixes that fail has yet to hold without them.
            chosen = confirmed if len(confirmed) < len(chosen) else []


def _judge_after(trial: Trial, observed: Observed, place: int) -> None:
    claim = trial.claim
    assert isinstance(claim, Claim)
    trial.after = observed.loaders(place)
    trial.after.sort(key=lambda loader: not _shown(claim, [loader]))
    still = [sign for sign in _shown(claim, trial.after) if sign not in claim.aside]
    raises = [True in _answers(loaders, Sign.RAISES) for loaders in (trial.before, trial.after)]
    broken = [any(loader.troubles for loader in loaders) for loaders in (trial.before, trial.after)]
    if not trial.after:
        failed = Verdict.FIX_FAILED if observed.failure else Verdict.INCONCLUSIVE
        trial.verdict, trial.reason = failed, f"with the fix, {observed.why_not_reached}"
    elif still:
        trial.verdict, trial.reason = Verdict.FIX_FAILED, f"so with the fix: {_list(claim, still)}"
    elif raises == [False, True] or broken == [False, True]:
        trial.verdict, trial.reason = Verdict.FIX_FAILED, f"with the fix, {_why_undecided(trial.after)}"
    elif all(_answers(trial.after, sign) and sign not in claim.aside for sign in trial.shown):
        trial.verdict, trial.reason = Verdict.CONFIRMED, f"{_list(claim, trial.shown)}; not so with the fix"
    else:
        why = _why_undecided(trial.after)
        trial.verdict, trial.reason = Verdict.INCONCLUSIVE, f"shown, but whether the fix helps is open: {why}"


def _has_fix(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.applicability is not Applicability.DISPLAY


def _answers(loaders: list[LoaderOnTrial], sign: Sign) -> set[bool]:
    """Whether a sign shows, by what was decided on any of the loaders."""
    return {m.signs[sign] for loader in loaders for m in loader.measurements if sign in m.signs}


def _shown(claim: Claim, loaders: list[LoaderOnTrial]) -> list[Sign]:
    """What is claimed and true of one of the loaders at least."""
    shows = [sign for sign in claim.shows if True in _answers(loaders, sign)]
    return shows + [sign for sign in claim.lacks if False in _answers(loaders, sign)]


def _names(options: Sequence[str]) -> str:
    return " and ".join(f"`{name}`" for name in options)


def _why_undecided(loaders: list[LoaderOnTrial]) -> str:
    reasons = [f"{name}: {trouble}" for loader in loaders for name, trouble in loader.troubles.items()]
    reasons += [m.not_run or m.summary for loader in loaders for m in loader.measurements]
    return "; ".join(dict.fromkeys(filter(None, reasons))) or "the experiment decided nothing"


def _list(claim: Claim, signs: Sequence[Sign]) -> str:
    return "; ".join(map(claim.said, signs))
