"""From a program to recommendations: it runs up to its loaders, and these are measured with other settings."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

from loaderlint.finding import Finding
from loaderlint.fixing.fix import Fixed
from loaderlint.tune.bounds import Verdict, verdict_of
from loaderlint.tune.loaders import NAME, Found
from loaderlint.verifying.host.observed import LoaderOnTrial
from loaderlint.verifying.host.sites import site_of
from loaderlint.verifying.host.trial import Setting
from loaderlint.verifying.shared.overlay import real
from loaderlint.verifying.shared.protocol import Lines, Program, Site

#: Seconds that the program has until it builds its loaders.
START = 120.0

#: What torch gives where nothing is given.
_DEFAULTS = {"num_workers": 0, "prefetch_factor": 2, "persistent_workers": False, "pin_memory": False}


@dataclass(slots=True)
class Tuned:
    """A loader and what was measured of it (see the experiment `tune`).

    `finding` is its place in the source and the fix that writes the recommendation, None where it is not known there.
    Where there is no fix, `places` say where it is to be written.
    """

    loader: LoaderOnTrial
    finding: Finding | None
    places: list[str] = field(default_factory=list)

    @property
    def figures(self) -> dict[str, Any]:
        """What was measured; empty if nothing was."""
        return next((m.figures for m in self.loader.measurements if m.figures), {})

    @property
    def trouble(self) -> str:
        """Why nothing was measured; "" if it was."""
        said = [m.not_run for m in self.loader.measurements] + list(self.loader.troubles.values())
        return "" if self.figures else "; ".join(filter(None, said)) or "nothing was measured"

    @property
    def is_better(self) -> bool:
        """Whether another setting is recommended: it is faster beyond noise, or as fast with half of the workers."""
        return bool(self.figures and (self.figures["faster"] or self.figures["cheaper"]))

    @property
    def most_gain(self) -> float | None:
        """How many times faster training is if it never waits: the program's own loop over batches kept in memory.

        None where its step is not known.
        """
        if not self.figures.get("step"):
            return None
        possible: float = median(self.present["batch"]) / self.figures["step"]
        actual: float = median(self.present["epoch"])
        return max(1.0, possible / max(actual, 1e-9))

    @property
    def bound(self) -> Verdict | None:
        """What holds the loader back as it is set, None where that was not measured."""
        own = self.loader.options.get("collate_fn") is not None
        return verdict_of(self.figures, 0, own_collate=own) if self.figures else None

    @property
    def present(self) -> dict[str, Any]:
        """What was measured of the present setting."""
        found: dict[str, Any] = self.figures["tried"][0]
        return found

    @property
    def best(self) -> dict[str, Any]:
        """What was measured of the setting that is recommended, which may be the present one."""
        found: dict[str, Any] = self.figures["tried"][self.figures["best"] if self.is_better else 0]
        return found

    @property
    def changes(self) -> dict[str, Any]:
        """The options that the recommendation gives other values than they have now; None where one is to go."""
        now, then = _DEFAULTS | self.present["options"], self.best["options"]
        # Without workers, torch refuses the options of workers even where they say what is so by default.
        return {name: then.get(name) for name in now if name not in then or then[name] != now[name]}


@dataclass(slots=True)
class Tuning:
    """The loaders of a program that were measured; if there is none, `failure` says why.

    `fixed` is what the recommendations make of the files, if any can be written; `connections` are those that the
    program opened, as `host:port`.
    """

    tuned: list[Tuned] = field(default_factory=list)
    fixed: Fixed | None = None
    failure: str = ""
    output: str = ""
    seconds: float = 0.0
    torch: str = ""
    python: str = ""
    connections: tuple[str, ...] = ()

    @property
    def is_failure(self) -> bool:
        """Whether no loader could be measured."""
        return all(tuned.trouble for tuned in self.tuned)

    def recommends(self, *, written: bool) -> bool:
        """Whether other settings are recommended; if those that can be `written` are, whether any are left."""
        done = len(self.fixed.applied) if self.fixed and written else 0
        return sum(tuned.is_better for tuned in self.tuned) > done

    def take(self, fixed: Fixed) -> None:
        """Take over what applying the fixes of the recommendations came to."""
        self.fixed = fixed if fixed.applied else None
        refused = dict(fixed.refused)
        for tuned in self.tuned:
            if tuned.finding in refused:
                tuned.finding = replace(tuned.finding, fix=None, refusal=refused[tuned.finding])


def tune(program: Program, start: Path, found: Sequence[Found], setting: Setting, seconds: float) -> Tuning:
    """Measure the loaders that a program builds, each for so many seconds.

    A loader that is not among those `found` in its source is known by the file that the program starts in.

    Raises:
        OSError: the interpreter cannot be started.
    """
    begun = time.monotonic()
    anywhere = Site((Lines(real(str(start)), 1, 10**9),), (), (NAME,))
    sites = [replace(site_of(f.finding, (NAME,)), classes=()) for f in found]
    observed = setting.observe(program, [replace(s, most=1, seconds=seconds) for s in (*sites, anywhere)], {})
    result = Tuning(torch=observed.torch, python=observed.python, output=observed.output)
    result.connections = tuple(sorted(observed.connections))
    for number, one in enumerate(found):
        result.tuned += [_tuned(loader, one) for loader in observed.loaders(number)]
    result.tuned = result.tuned or [Tuned(loader, None) for loader in observed.loaders(len(found))]
    if not result.tuned:
        result.failure = observed.why_not_reached.replace("this loader", "a loader") or "no loader was built"
    result.seconds = time.monotonic() - begun
    return result


def _tuned(loader: LoaderOnTrial, found: Found) -> Tuned:
    tuned = Tuned(loader, found.finding)
    if tuned.is_better:
        tuned.finding = found.set(tuned.changes)
        tuned.places = [] if tuned.finding.fix else found.where(tuned.changes)
    return tuned
