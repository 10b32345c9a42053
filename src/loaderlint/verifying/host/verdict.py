"""What a trial comes to, by what was seen of a loader without the fix and with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from loaderlint.claim import Claim, NoExperiment, Sign
from loaderlint.finding import Applicability, Finding
from loaderlint.verifying.host.claims import claim_of
from loaderlint.verifying.host.observed import LoaderOnTrial, Observed

#: How workers are started that are not forked.
_METHODS = ("spawn", "forkserver")

#: What a fix must not bring about.
_RAISES = (Sign.RAISES, Sign.RAISES_UNFORKED)


class Verdict(Enum):
    """What a trial came to."""

    CONFIRMED = "confirmed"
    UNFIXED = "confirmed, no fix to try"
    FIX_OPEN = "confirmed, fix not decided"
    FIX_FAILED = "fix failed"
    REFUTED = "refuted"
    NOT_SEEN = "not seen"
    INCONCLUSIVE = "inconclusive"
    NOT_REACHED = "not reached"

    @property
    def shown(self) -> bool:
        """Whether the problem was seen on the loader."""
        return self in (Verdict.CONFIRMED, Verdict.UNFIXED, Verdict.FIX_OPEN, Verdict.FIX_FAILED)


@dataclass(slots=True)
class Trial:
    """A finding and what became of it.

    `reason` says what decided. `before` and `after` are its loaders without and with the fix, `shown` the signs of the
    problem that were seen, `denied` what the rule rightly says does not happen. A verdict that has `fallen` stays.
    `source` is the line of the finding.
    """

    finding: Finding
    verdict: Verdict = Verdict.INCONCLUSIVE
    reason: str = ""
    before: list[LoaderOnTrial] = field(default_factory=list)
    after: list[LoaderOnTrial] = field(default_factory=list)
    shown: list[Sign] = field(default_factory=list)
    denied: list[Sign] = field(default_factory=list)
    fallen: bool = False
    source: str = ""
    claim: Claim | NoExperiment = field(init=False)

    def __post_init__(self) -> None:
        self.claim = claim_of(self.finding)

    @property
    def has_fix(self) -> bool:
        """Whether there is a fix to try."""
        return self.finding.fix is not None and self.finding.fix.applicability is not Applicability.DISPLAY


def judge(trial: Trial, observed: Observed, place: int) -> None:
    """Judge by the loaders of a place in a run, and by what was built beside those with the fix, if that was done."""
    _judge_before(trial, observed.loaders(place), observed.why_not_reached)
    showing = [seen.fixed for seen in observed.best(place) if _shown(_claim(trial), [seen.loader])]
    if trial.verdict is Verdict.UNFIXED and all(showing):
        judge_after(trial, [fixed for fixed in showing if fixed], observed)


def _claim(trial: Trial) -> Claim:
    assert isinstance(trial.claim, Claim)
    return trial.claim


def _judge_before(trial: Trial, loaders: list[LoaderOnTrial], why_not_reached: str) -> None:
    claim = _claim(trial)
    trial.before = loaders
    trial.shown = _shown(claim, trial.before)
    trial.denied = [sign for sign in claim.never if _answers(trial.before, sign) == {False}]
    # Those that show it come first.
    trial.before.sort(key=lambda loader: not _shown(claim, [loader]))
    if not trial.before:
        trial.verdict, trial.reason = Verdict.NOT_REACHED, why_not_reached
    elif unexpected := [sign for sign in claim.never if True in _answers(trial.before, sign)]:
        trial.verdict = Verdict.REFUTED
        trial.reason = f"the rule says that this does not happen: {_list(claim, unexpected, trial.before)}"
    elif trial.shown:
        trial.verdict, trial.reason = Verdict.UNFIXED, _list(claim, trial.shown, trial.before)
    elif missing := [name for name in claim.needs if not any(loader.options.get(name) for loader in trial.before)]:
        trial.verdict = Verdict.NOT_REACHED
        trial.reason = f"in this run the loader is built without {_names(missing)}"
    elif not trial.before[0].by_dataset and all(_answers(trial.before, sign) for sign in claim.signs):
        trial.verdict = Verdict.REFUTED if claim.certain else Verdict.NOT_SEEN
        trial.reason = f"not so: {_list(claim, claim.signs, ())}"
    else:
        trial.verdict, trial.reason = Verdict.INCONCLUSIVE, _why_undecided(trial.before)


def judge_after(trial: Trial, loaders: list[LoaderOnTrial], observed: Observed) -> None:
    """Judge the fix of a problem that was shown, by the loaders of a run with it. To run out of time is no failure."""
    claim = _claim(trial)
    trial.after = loaders
    trial.after.sort(key=lambda loader: not _shown(claim, [loader]))
    still = [sign for sign in _shown(claim, trial.after) if sign not in (*claim.aside, *claim.cures)]
    raises = [any(True in _answers(ls, sign) for sign in _RAISES) for ls in (trial.before, trial.after)]
    broken = [any(loader.troubles.keys() - {*loader.late} for loader in ls) for ls in (trial.before, trial.after)]
    if not trial.after:
        failed = Verdict.FIX_FAILED if observed.failure else Verdict.FIX_OPEN
        trial.verdict, trial.reason = failed, f"with the fix, {observed.why_not_reached}"
    elif still:
        trial.verdict, trial.reason = Verdict.FIX_FAILED, f"so with the fix: {_list(claim, still, trial.after)}"
    elif raises == [False, True] or broken == [False, True]:
        trial.verdict, trial.reason = Verdict.FIX_FAILED, f"with the fix, {_why_undecided(trial.after)}"
    elif all(sign in claim.cures for sign in trial.shown):
        trial.verdict, trial.reason = Verdict.CONFIRMED, _list(claim, trial.shown, trial.before)
    elif all(_answers(trial.after, sign) and sign not in claim.aside for sign in trial.shown):
        trial.verdict = Verdict.CONFIRMED
        trial.reason = f"{_list(claim, trial.shown, trial.before)}; not so with the fix"
    else:
        why = _why_undecided(trial.after)
        trial.verdict = Verdict.FIX_OPEN
        trial.reason = f"{_list(claim, trial.shown, trial.before)}; whether the fix helps is open: {why}"


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


def _list(claim: Claim, signs: Sequence[Sign], loaders: Sequence[LoaderOnTrial]) -> str:
    """Say what is claimed, with the numbers of samples where the loaders that show it gave any."""
    said = []
    for sign in signs:
        figures = [m.figures for loader in loaders for m in loader.measurements if m.signs.get(sign)]
        said.append(next(filter(None, (_counted(sign, f) for f in figures)), claim.said(sign)))
    return "; ".join(said)


def _counted(sign: Sign, figures: Mapping[str, Any]) -> str:
    """A sign in numbers of samples, or with the methods of starting workers that show it; "" where it has none."""
    methods = [method for method in _METHODS if str(figures.get(method)).startswith("raises")]
    if sign is Sign.RAISES_UNFORKED and methods:
        return f"the loader raises with workers that are started by {' or '.join(methods)}"
    lost = figures.get("lost", 0) + figures.get("dropped", 0)
    if sign is Sign.SAMPLES_LOST and lost:
        of = f" of {figures['samples']}" if "samples" in figures else ""
        return f"{lost}{of} samples are lost"
    if sign is Sign.SAMPLES_LOST and figures.get("second_epoch") == 0:
        return "the second epoch has no samples"
    if sign is Sign.SAMPLES_DOUBLED and figures.get("doubled"):
        return f"of {figures['given']} samples that come, {figures['doubled']} came before"
    return ""
