"""From findings to verdicts: the program runs as it is, and again with the fixes laid over its source."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from loaderlint.claim import NoExperiment
from loaderlint.finding import Finding
from loaderlint.fixing.fix import Fixed
from loaderlint.text.source import decode
from loaderlint.verifying.host.claims import seconds_for
from loaderlint.verifying.host.fixed_call import fixed_call
from loaderlint.verifying.host.observed import Observed, Told, observe
from loaderlint.verifying.host.runner import Run, run
from loaderlint.verifying.host.sites import after_edits, is_run, site_of, source_line
from loaderlint.verifying.host.verdict import Trial, Verdict, judge, judge_after
from loaderlint.verifying.shared.overlay import real
from loaderlint.verifying.shared.protocol import (
    LEAVES_NO_TRACE,
    RANKS,
    STALL,
    Event,
    Program,
    Protection,
    Request,
    Site,
)

#: What the program itself does with a loader, which one that is built beside it does not show.
EPOCHS = "epochs"

#: Applies the fixes of findings, as far as that can be done together (see `fix.fix_together`).
Repair = Callable[[Sequence[Finding]], Fixed]


#: The part of the time for which a program may train before its last loader is built: with fixes it has to do so again.
_PATIENCE = 1 / 3

#: The loaders that the epochs of a program may build at one place: a library may wrap each in others of its own.
_LOADERS_OF_EPOCHS = 30


@dataclass(frozen=True, slots=True)
class Setting:
    """How programs are run: by which interpreter, where, until when (of `time.monotonic`), and who is told of it.

    `besides` are experiments that go with others, by the names of these: they show more, and decide nothing. A
    `launcher` is the words of a command that runs the interpreter elsewhere; there are so many `ranks`. Without a
    `protection`, nothing keeps a program from leaving traces, and it is stopped where it would train. `fallen` is told
    of every verdict at once. A loader that gives nothing for so many seconds of `stall` hangs. A
    `step` is how many seconds the program takes over a batch; None if nobody says.
    """

    python: str
    directory: Path
    deadline: float
    seen: Callable[[Event], None]
    besides: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    launcher: tuple[str, ...] = ()
    ranks: int = 1
    protection: Protection | None = LEAVES_NO_TRACE
    fallen: Callable[[Trial], None] = lambda _: None
    stall: float = STALL
    step: float | None = None

    def observe(
        self,
        program: Program,
        sites: Sequence[Site],
        texts: dict[str, str],
        patience: float = _PATIENCE,
        told: Told = lambda _site, _observed: None,
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
        asked = Request(
            program, tuple(sites), texts, 0, self.ranks, 0, self.protection, stall=self.stall, step=self.step
        )
        return observe(asked, self.deadline, patience, self._run, told)

    def _run(self, request: Request, listen: Callable[[Event], None]) -> Run:
        def seen(event: Event) -> None:
            listen(event)
            self.seen(event)

        return run(request, self.python, self.directory, seen, self.launcher)


@dataclass(slots=True)
class Outcome:
    """The trials in the order of the findings, and what the confirmed fixes make of the files, if there are any.

    `failure` says how a program failed before all loaders were reached, with its `traceback` if it raised something;
    `output` holds the last that it printed.
    `connections` are those that programs opened, as `host:port`, `machine` says what they ran on. Where the user
    `interrupted` it, trials that have not come to their verdicts are left out.
    """

    trials: list[Trial]
    fixed: Fixed | None = None
    failure: str = ""
    traceback: str = ""
    output: str = ""
    seconds: float = 0.0
    torch: str = ""
    python: str = ""
    machine: str = ""
    protected: bool = True
    connections: tuple[str, ...] = ()
    interrupted: bool = False

    @property
    def is_failure(self) -> bool:
        """Whether a program failed and no loader could be tried."""
        return bool(self.failure) and all(not trial.before for trial in self.trials)

    def fails(self, counts: Callable[[Finding], bool], *, fixed: bool) -> bool:
        """Whether a problem that counts was shown; if confirmed fixes were `fixed`, and is left."""
        gone = self.fixed.applied if fixed and self.fixed else ()
        return any(trial.verdict.shown and trial.finding not in gone and counts(trial.finding) for trial in self.trials)


def put_on_trial(findings: Sequence[Finding], programs: Sequence[Program], setting: Setting, repair: Repair) -> Outcome:
    """Judge every finding that an experiment can judge, in the first of the programs that builds its loader.

    Raises:
        OSError: the interpreter cannot be started.
    """
    start = time.monotonic()
    outcome = Outcome([Trial(finding, source=source_line(finding.location)) for finding in findings])
    outcome.protected = setting.protection is not None
    try:
        _hear(outcome, programs, setting, repair)
    except KeyboardInterrupt:
        outcome.interrupted = True
        outcome.trials = [trial for trial in outcome.trials if trial.fallen]
    confirmed = [trial.finding for trial in outcome.trials if trial.verdict is Verdict.CONFIRMED]
    outcome.fixed = repair(confirmed) if confirmed else None
    outcome.seconds = time.monotonic() - start
    return outcome


def _hear(outcome: Outcome, programs: Sequence[Program], setting: Setting, repair: Repair) -> None:
    """Come to the verdicts."""
    waiting: dict[int, Site] = {}
    for number, trial in enumerate(outcome.trials):
        if why_not := _why_not(trial, programs):
            trial.verdict, trial.reason = why_not
            _falls(trial, setting)
        else:
            waiting[number] = _site(trial, setting, repair)
    for program in programs:
        if not waiting:
            break
        trials = [outcome.trials[number] for number in waiting]

        def told(place: int, observed: Observed, trials: list[Trial] = trials) -> None:
            trial = trials[place]
            if not trial.fallen:
                judge(trial, observed, place)
                if trial.verdict.shown and not (trial.verdict is Verdict.UNFIXED and trial.has_fix):
                    _falls(trial, setting)

        observed = setting.observe(program, list(waiting.values()), {}, told=told)
        outcome.torch, outcome.python, outcome.machine = observed.torch, observed.python, observed.machine
        outcome.failure, outcome.traceback, outcome.output = observed.failure, observed.traceback, observed.output
        outcome.connections = tuple(sorted({*outcome.connections, *observed.connections}))
        for place, trial in enumerate(trials):
            if not trial.fallen:
                judge(trial, observed, place)
                if not ((trial.verdict is Verdict.UNFIXED and trial.has_fix) or trial.verdict is Verdict.NOT_REACHED):
                    _falls(trial, setting)
        _try_fixes(outcome.trials, waiting, program, setting, repair)
        waiting = {n: site for n, site in waiting.items() if not outcome.trials[n].fallen}
    for number in waiting:
        _falls(outcome.trials[number], setting)


def _falls(trial: Trial, setting: Setting) -> None:
    trial.fallen = True
    setting.fallen(trial)


def _why_not(trial: Trial, programs: Sequence[Program]) -> tuple[Verdict, str] | None:
    """Why no run shows what a finding claims, None if one may."""
    if isinstance(trial.claim, NoExperiment):
        return Verdict.INCONCLUSIVE, f"no experiment shows this: {trial.claim.reason}"
    if not any(is_run(trial.finding.location, program) for program in programs):
        return Verdict.NOT_REACHED, 'this runs only where the file is itself the program (`if __name__ == "__main__"`)'
    return None


def _site(trial: Trial, setting: Setting, repair: Repair) -> Site:
    """Where the loader of a finding is recognised, and what is run on it."""
    claim = trial.claim
    assert not isinstance(claim, NoExperiment)
    signs = [(sign.name, True) for sign in claim.shows] + [(sign.name, False) for sign in claim.lacks]
    site = replace(site_of(trial.finding, claim.experiments), seconds=seconds_for(claim), signs=tuple(signs))
    if EPOCHS in claim.experiments:
        site = replace(site, most=_LOADERS_OF_EPOCHS)
    if not trial.has_fix or setting.ranks > 1 or claim.aside or claim.cures or EPOCHS in claim.experiments:
        return site
    fixed = repair([trial.finding])
    if len(fixed.texts) != 1:
        return site
    ((path, data),) = fixed.texts.items()
    old, new = (decode(path, text).text for text in (fixed.before[path], data))
    return replace(site, fixed_call=fixed_call(real(str(path)), old, new))


def _try_fixes(trials: list[Trial], sites: dict[int, Site], program: Program, setting: Setting, repair: Repair) -> None:
    """Run a program with the fixes that are yet to try, of those that overlap with one after the other."""
    waiting = [n for n in sites if trials[n].verdict is Verdict.UNFIXED and not trials[n].fallen]
    while waiting:
        chosen = [n for n in waiting if trials[n].finding in repair([trials[m].finding for m in waiting]).applied]
        for number in () if chosen else waiting:
            trials[number].verdict = Verdict.FIX_OPEN
            trials[number].reason += "; its fix cannot be applied"
            _falls(trials[number], setting)
        waiting = [number for number in waiting if number not in chosen] if chosen else []
        while chosen:
            fixed = repair([trials[number].finding for number in chosen])
            texts = {real(str(path)): decode(path, data).text for path, data in fixed.texts.items()}
            edits = [edit for finding in fixed.applied if finding.fix for edit in finding.fix.edits]
            moved = [replace(after_edits(sites[number], edits), fixed_call=None) for number in chosen]
            observed = setting.observe(program, moved, texts, patience=1)
            for place, number in enumerate(chosen):
                judge_after(trials[number], observed.loaders(place), observed)
            confirmed = [number for number in chosen if trials[number].verdict is Verdict.CONFIRMED]
            # What holds beside fixes that fail has yet to hold without them.
            again = confirmed if len(confirmed) < len(chosen) else []
            for number in chosen:
                if number not in again:
                    _falls(trials[number], setting)
            chosen = again
