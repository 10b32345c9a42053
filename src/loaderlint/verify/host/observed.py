"""What the runs of a program showed of its loaders, site by site."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from loaderlint.verify.host.ranks import as_one
from loaderlint.verify.host.runner import Run
from loaderlint.verify.shared.measurement import Measurement
from loaderlint.verify.shared.protocol import Ending, Event, Program, Protection, Request, Site

#: How often a program is started anew for what is left after a loader made it hang or die.
_ATTEMPTS = 3


#: What torch says in a program that is to be one of several ranks, and is started alone.
_WANTS_RANKS = "environment variable RANK expected"


@dataclass(slots=True)
class LoaderOnTrial:
    """A loader that was built at a site: its options, and what the experiments on it saw.

    `troubles` says what happened to experiments that could not be finished, `stacks` where the processes were when
    one of them hung. One known `by_dataset` alone may have other options than the one that was meant.
    """

    options: dict[str, Any]
    measurements: list[Measurement] = field(default_factory=list)
    troubles: dict[str, str] = field(default_factory=dict)
    stacks: dict[str, str] = field(default_factory=dict)
    by_dataset: bool = False

    def at(self, site: Site, rank: int) -> LoaderOnTrial:
        """Return what the loader is to a site: what its experiments saw, and how it was recognised."""
        return LoaderOnTrial(
            self.options,
            [m for m in self.measurements if m.experiment in site.experiments],
            {name: trouble for name, trouble in self.troubles.items() if name in site.experiments},
            self.stacks,
            by_dataset=rank >= len(site.places),
        )


@dataclass(slots=True)
class Observed:
    """The loaders of every site with the rank of their match, how the program ended, and what it connected to."""

    sites: dict[int, list[tuple[int, LoaderOnTrial]]] = field(default_factory=dict)
    why_not_reached: str = ""
    failure: str = ""
    output: str = ""
    torch: str = ""
    python: str = ""
    connections: set[str] = field(default_factory=set)

    def loaders(self, site: int) -> list[LoaderOnTrial]:
        """Return the loaders that match a site best."""
        found = self.sites.get(site, [])
        best = min((rank for rank, _ in found), default=0)
        return [loader for rank, loader in found if rank == best]


def observe(
    program: Program,
    sites: Sequence[Site],
    texts: dict[str, str],
    deadline: float,
    ranks: int,
    patience: float,
    protection: Protection | None,
    run: Callable[[Request], Run],
) -> Observed:
    """Run the program until all sites were seen, again without the loader that ended it before its time.

    `patience` is the part of the time that it may train for loaders that it has yet to build.
    """
    result = Observed()
    waiting = list(range(len(sites)))
    for _ in range(_ATTEMPTS):
        left = max(1.0, deadline - time.monotonic())
        asked = tuple(sites[n] for n in waiting)
        done = run(Request(program, asked, texts, left, ranks, left * patience, protection))
        done.events = as_one(done.events)
        cut_short = _take(done, waiting, sites, result)
        _explain(done, result)
        waiting = [number for number in waiting if number not in result.sites]
        if not (cut_short and waiting) or time.monotonic() > deadline:
            break
    return result


def _take(done: Run, waiting: list[int], sites: Sequence[Site], result: Observed) -> bool:
    """Sort the events of a run; True if it ended while a loader was on trial, with others not looked at."""
    loaders: dict[int, LoaderOnTrial] = {}
    tried = set()
    doing: Event | None = None
    ranks: dict[int, dict[int, int]] = {}
    for event in done.events:
        number = event.get("loader", -1)
        match event["event"]:
            case "started":
                result.python = event["python"]
            case "imported":
                result.torch = event["torch"]
            case "built":
                loaders[number] = LoaderOnTrial(event["options"])
                ranks[number] = {waiting[int(site)]: rank for site, rank in event["sites"].items()}
            case "begin":
                doing = event
                tried.add(number)
            case "measured":
                doing = None
                tried.add(number)
                loaders[number].measurements.append(Measurement.from_json(event["measurement"]))
            case "broke":
                doing = None
                loaders[number].troubles[event["experiment"]] = f"it failed: {event['error']}"
            case "ended":
                result.connections.update(event["connections"])
            case "hang":
                doing = None
                loaders[number].troubles[event["experiment"]] = "it hung"
                loaders[number].stacks = event["stacks"]
    if doing is not None:
        loaders[doing["loader"]].troubles[doing["experiment"]] = done.death
    for number in tried:
        for site, rank in ranks[number].items():
            result.sites.setdefault(site, []).append((rank, loaders[number].at(sites[site], rank)))
    return len(tried) < len(loaders)


def _explain(done: Run, result: Observed) -> None:
    result.output = done.output
    ending = done.ending
    if ending is None:
        result.failure = result.why_not_reached = f"the program died before it built this loader: {done.death}"
        return
    how, detail = ending
    last = detail.strip().splitlines()[-1] if detail.strip() else ""
    if _WANTS_RANKS in last:
        last += " (`--ranks 2` sets it, and runs the program on two ranks)"
    match how:
        case Ending.RAISED:
            result.failure = f"the program failed: {last}"
            result.why_not_reached = f"the program failed before it built this loader: {last}"
        case Ending.EXITED:
            result.failure = f"the program exited with {last}" if last != "0" else ""
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
