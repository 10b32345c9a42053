"""What the runs of a program showed of its loaders, site by site."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from loaderlint.verifying.host.ranks import as_one, of_processes
from loaderlint.verifying.host.runner import Run
from loaderlint.verifying.shared.measurement import Measurement
from loaderlint.verifying.shared.protocol import RANKS, Ending, Event, Request, Site

#: How often a program is started anew for what is left after a loader made it hang or die.
_ATTEMPTS = 3


#: What torch says, or Python, in a program that is to be one of several ranks, and is started alone.
_WANTS_RANKS = re.compile(r"environment variable RANK expected|KeyError: '(LOCAL_)?(RANK|WORLD_SIZE)'")


@dataclass(slots=True)
class LoaderOnTrial:
    """A loader that was built at a site: its options, and what the experiments on it saw.

    `troubles` says what happened to experiments that could not be finished, `stacks` where the processes were when one
    of them hung. One known `by_dataset` alone may have other options than the one that was meant. More time might have
    helped those that are `late`.
    """

    options: dict[str, Any]
    measurements: list[Measurement] = field(default_factory=list)
    troubles: dict[str, str] = field(default_factory=dict)
    stacks: dict[str, str] = field(default_factory=dict)
    by_dataset: bool = False
    late: list[str] = field(default_factory=list)

    def at(self, site: Site, rank: int) -> LoaderOnTrial:
        """Return what the loader is to a site: what its experiments saw, and how it was recognised."""
        return LoaderOnTrial(
            self.options,
            [m for m in self.measurements if m.experiment in site.experiments],
            {name: trouble for name, trouble in self.troubles.items() if name in site.experiments},
            self.stacks,
            rank >= len(site.places),
            [name for name in self.late if name in site.experiments],
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """A loader of a site with the rank of its match, and what was built beside it with the fix, if anything was."""

    rank: int
    loader: LoaderOnTrial
    fixed: LoaderOnTrial | None


@dataclass(slots=True)
class Observed:
    """The loaders of every site by their numbers, how the program ended, and what it connected to."""

    sites: dict[int, dict[int, Seen]] = field(default_factory=dict)
    why_not_reached: str = ""
    failure: str = ""
    traceback: str = ""
    output: str = ""
    torch: str = ""
    python: str = ""
    machine: str = ""
    connections: set[str] = field(default_factory=set)

    def best(self, site: int) -> list[Seen]:
        """Return the loaders that match a site best."""
        found = self.sites.get(site, {}).values()
        best = min((seen.rank for seen in found), default=0)
        return [seen for seen in found if seen.rank == best]

    def loaders(self, site: int) -> list[LoaderOnTrial]:
        """Return the loaders that match a site best, as they are."""
        return [seen.loader for seen in self.best(site)]


#: Is told of a site that one more loader was tried there.
Told: TypeAlias = Callable[[int, Observed], None]

#: Runs a request, and tells every event at once.
Runner: TypeAlias = Callable[[Request, Callable[[Event], None]], Run]


def observe(asked: Request, deadline: float, patience: float, run: Runner, told: Told) -> Observed:
    """Run the program until all sites were seen, again without the loader that ended it before its time.

    `patience` is the part of the time that it may train for loaders that it has yet to build.
    """
    result = Observed()
    waiting = list(range(len(asked.sites)))
    for _ in range(_ATTEMPTS):
        left = max(1.0, deadline - time.monotonic())
        sites = tuple(asked.sites[n] for n in waiting)
        asked_now = replace(asked, sites=sites, seconds=left, patience=left * patience)
        taken = _Taken(waiting, asked.sites, result, told)
        # What several processes tell is understood once all have spoken.
        done = run(asked_now, (lambda _: None) if asked.ranks > 1 else taken.take)
        for event in as_one(done.events) if asked.ranks > 1 else ():
            taken.take(event)
        taken.end(done)
        _explain(done, built=len(taken.loaders), result=result)
        waiting = [number for number in waiting if number not in result.sites]
        if not (taken.is_cut_short and waiting) or time.monotonic() > deadline:
            break
        asked = replace(asked, at_once=done.ending is None and taken.doing is None)
    return result


@dataclass(slots=True)
class _Taken:
    """Sorts the events of one run; `waiting` are the sites that it was asked for."""

    waiting: Sequence[int]
    sites: Sequence[Site]
    result: Observed
    told: Told
    loaders: dict[int, LoaderOnTrial] = field(default_factory=dict)
    fixed: dict[tuple[int, int], LoaderOnTrial] = field(default_factory=dict)
    ranks: dict[int, dict[int, int]] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    done: set[tuple[int, int]] = field(default_factory=set)
    doing: Event | None = None

    @property
    def is_cut_short(self) -> bool:
        """Whether there were loaders that the run did not come to."""
        return len(self.begun) < len(self.loaders)

    def take(self, event: Event) -> None:
        number = event.get("loader", -1)
        match event["event"]:
            case "started":
                self.result.python, self.result.machine = event["python"], event["machine"]
            case "imported":
                self.result.torch = event["torch"]
            case "built":
                self.loaders[number] = LoaderOnTrial(event["options"])
                self.ranks[number] = {self.waiting[int(site)]: rank for site, rank in event["sites"].items()}
            case "rebuilt":
                self._about(event).options = event["options"]  # it is built anew for every experiment
            case "begin":
                self.doing = event
                self.begun.add(number)
            case "measured":
                self.doing = None
                self.begun.add(number)
                self._about(event).measurements.append(Measurement.from_json(event["measurement"]))
            case "broke":
                self.doing = None
                self._about(event).troubles[event["experiment"]] = f"it failed: {event['error']}"
            case "hang":
                self.doing = None
                self._hangs(self._about(event), event)
            case "tried":
                self._tried(number, self.waiting[event["site"]])
            case "ended":
                self.result.connections.update(event["connections"])

    def end(self, done: Run) -> None:
        """Take what is left when the run is over."""
        if self.doing is not None:
            self._about(self.doing).troubles[self.doing["experiment"]] = done.death
        for number in sorted(self.begun):
            for site in self.ranks[number]:
                if (number, site) not in self.done:
                    self._tried(number, site)
        for site in {site for _, site in self.done}:
            self._compare_ranks(self.result.sites[site])

    def _compare_ranks(self, seen: dict[int, Seen]) -> None:
        """Make one of the loaders that ranks which the program started itself have built in turn."""
        raw = {
            n: m
            for n, s in seen.items()
            for m in s.loader.measurements
            if m.experiment == RANKS and "rank" in m.figures
        }
        compared = of_processes(raw)
        for number in raw:
            if number in compared:
                others = [m for m in seen[number].loader.measurements if m.experiment != RANKS]
                seen[number].loader.measurements[:] = [*others, compared[number]]
            else:
                del seen[number]

    def _about(self, event: Event) -> LoaderOnTrial:
        """The loader that an event is about, as it is or with a fix."""
        number, fixed = event["loader"], event["fixed"]
        if fixed < 0:
            return self.loaders[number]
        return self.fixed.setdefault((number, self.waiting[fixed]), LoaderOnTrial(self.loaders[number].options))

    def _hangs(self, loader: LoaderOnTrial, event: Event) -> None:
        name, seconds = event["experiment"], event["seconds"]
        loader.stacks = event["stacks"]
        if event["in_time"]:
            loader.troubles[name] = f"the loader hangs: nothing came for {seconds:.0f} s"
        else:
            loader.troubles[name] = f"time was up after {seconds:.0f} s: `--budget` gives more"
            loader.late.append(name)

    def _tried(self, number: int, site: int) -> None:
        self.done.add((number, site))
        rank, asked, fixed = self.ranks[number][site], self.sites[site], self.fixed.get((number, site))
        seen = Seen(rank, self.loaders[number].at(asked, rank), fixed and fixed.at(asked, rank))
        self.result.sites.setdefault(site, {})[number] = seen
        self.told(site, self.result)


def _explain(done: Run, *, built: int, result: Observed) -> None:
    result.output = done.output
    ending = done.ending
    if ending is None:
        result.why_not_reached = f"the program died before it built this loader: {done.death}"
        result.failure = f"the program died after it built a loader: {done.death}" if built else result.why_not_reached
        return
    how, detail = ending
    after = " after it built a loader" if built else ""
    last = detail.strip().splitlines()[-1] if detail.strip() else ""
    if _WANTS_RANKS.search(last):
        last += " (`--ranks 2` sets it, and runs the program on two ranks)"
    match how:
        case Ending.RAISED:
            result.failure = f"the program failed{after}: {last}"
            result.traceback = _of_program(detail)
            result.why_not_reached = f"the program failed before it built this loader: {last}"
        case Ending.EXITED:
            result.failure = f"the program exited with {last}{after}" if last != "0" else ""
            result.why_not_reached = f"the program exited with {last} and did not build this loader"
        case Ending.TRAINS:
            result.why_not_reached = "the program would have to train first"
        case Ending.FULL:
            result.why_not_reached = (
                f"the program wrote {last} before it built this loader, and there is no room for more: "
                "`--scratch` takes a folder on a disk"
            )
        case Ending.OUT_OF_TIME:
            result.why_not_reached = "the program did not build this loader in the time it had: `--budget` gives more"
        case _:
            result.why_not_reached = "the program ran to its end and did not build this loader"


def _of_program(traceback: str) -> str:
    """A traceback without the frames of those who ran the program: each is a line, and those of its code below it."""
    frames = re.split(r'^(?=  File "|\S)', traceback.rstrip() + "\n", flags=re.MULTILINE)
    return "".join(frame for frame in frames if "/loaderlint/verifying/" not in frame.partition("\n")[0]).rstrip()
