"""What verify asks of its child process, and what comes back: a JSON document in, lines of JSON out.

The child is given the file of a `Request`. Every line on its standard output is an event: an object whose `event` is
one of

- `started`: `python`, `pid`, and the `machine` in words;
- `imported`: torch is there; `torch` is its version, `seconds` the time since the start;
- `built`: a loader was built at a site: `loader` (its number), `sites` (site -> rank of the place that matched, 0 the
  best), `options`, and `error` where its construction raised;
- `rebuilt`: beside a loader, one was built as the fix for a site has it: `loader`, `fixed` (the site), `options`;
- `begin` and `measured`: an experiment on a loader, with `measurement` (see `Measurement`) and `seconds`;
- `broke`: an experiment could not be finished: `error`, `traceback`;
- `hang`: nothing moved for the `seconds` that an experiment got; `stacks` holds the stack of the main process and of
  each worker, and `in_time` is false where more seconds might have helped;
- `tried`: all that a `site` asks for was tried on a loader, but for what the program has yet to do with it;
- `ended`: `how` the program ended (see `Ending`), `detail`, and the `connections` that it opened.

What is tried on a loader with a fix has the site as `fixed`, else -1. Of several ranks, each sends events with its
`rank`. The other side of a launcher adds `refused`, with the reason `why`
it runs nothing, and `left`, with the `status` of the child.

Plain data and the standard library only: the child may run in an environment that has nothing of loaderlint's.
"""

from __future__ import annotations

import json
import signal
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any

Event = dict[str, Any]

#: The experiment that says something only where what it measures on several ranks is compared (see `host.ranks`).
RANKS = "ranks"


class Ending(Enum):
    """How the program came to its end."""

    JUDGED = "every flagged loader was judged"
    FINISHED = "the program finished"
    EXITED = "the program exited"
    RAISED = "the program failed"
    TRAINS = "the program was about to train, with nothing to protect what it writes"
    FULL = "the program wrote more than there is room for"
    OUT_OF_TIME = "time was up"


@dataclass(frozen=True, slots=True)
class Program:
    """What is run: a `script` (path), a `module` (dotted name) or a `callable` (`module:name`), and its arguments."""

    kind: str
    name: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of a file, both ends included."""

    path: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class FixedCall:
    """What a fix makes of the call that builds a loader, where it changes nothing else but to define more.

    The call is at `lines`, in the columns `start` and `end`, in bytes. It is `given` arguments by name, as expressions,
    and others are `left_out`. Before it, the file runs what is `added`; `texts` are the fixed files, by real path.
    """

    lines: Lines
    start: int
    end: int
    given: dict[str, str]
    left_out: tuple[str, ...]
    added: str
    texts: dict[str, str]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a flagged loader is recognised.

    It is built with one of `places` on the call stack, the best place first, or its dataset is or holds an instance of
    one of `classes` (path and qualified name); either way one of `through`, if there are any, is on the stack as well.
    `experiments` are run on it, which may plan with so many `seconds` each; of the loaders that are built there, `most`
    are tried: a loop may build thousands. The problem is there if one of the `signs`, by its name, is seen to be as it
    says here; then they are run with the `fixed_call` as well.
    """

    places: tuple[Lines, ...]
    classes: tuple[tuple[str, str], ...]
    experiments: tuple[str, ...]
    seconds: float = 10.0
    most: int = 3
    through: tuple[Lines, ...] = ()
    signs: tuple[tuple[str, bool], ...] = ()
    fixed_call: FixedCall | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Site:
        """Return the site that `asdict` made the data from."""
        call = data["fixed_call"]
        return cls(
            _lines(data["places"]),
            tuple((path, name) for path, name in data["classes"]),
            tuple(data["experiments"]),
            data["seconds"],
            data["most"],
            _lines(data["through"]),
            tuple((name, shown) for name, shown in data["signs"]),
            call and FixedCall(**call | {"lines": Lines(**call["lines"]), "left_out": tuple(call["left_out"])}),
        )


def _lines(data: list[dict[str, Any]]) -> tuple[Lines, ...]:
    return tuple(Lines(**lines) for lines in data)


@dataclass(frozen=True, slots=True)
class Protection:
    """What a program may do to the world: write below `allow_writes`, and use the network.

    All else that it writes goes to memory, or to the folder `scratch` if that is not "", and is thrown away.
    """

    allow_writes: tuple[str, ...] = ()
    scratch: str = ""
    network: bool = True


#: Nothing that a program writes stays, and it may use the network.
LEAVES_NO_TRACE = Protection()


#: Seconds without a batch after which a loader hangs: under spawn and forkserver, workers import everything anew.
STALL = 45.0


@dataclass(frozen=True, slots=True)
class Request:
    """One run of the program, on so many `ranks`.

    `overlay` maps files to the text to run in their stead, `seconds` bounds the run. For loaders that are not built yet
    the program may train so many seconds of `patience`, none at all without a `protection`. Loaders are tried when the
    program iterates one, or `at_once` when they are built: for a program that does not live to iterate them. One that
    gives nothing for so many seconds of `stall` hangs. The program takes so many seconds of a `step` over a
    batch; where that is None, tune measures it in the program's own loop.
    """

    program: Program
    sites: tuple[Site, ...]
    overlay: dict[str, str]
    seconds: float
    ranks: int = 1
    patience: float = 60.0
    protection: Protection | None = LEAVES_NO_TRACE
    at_once: bool = False
    stall: float = STALL
    step: float | None = None

    @property
    def measures_steps(self) -> bool:
        """Whether the program is to train for a while, so that its step is known."""
        asked = any("tune" in site.experiments for site in self.sites)
        return asked and self.step is None and self.protection is not None

    def to_json(self) -> dict[str, Any]:
        """Return the request as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Request:
        """Return the request that `to_json` made the data from."""
        program, protection = data["program"], data["protection"]
        return cls(
            Program(program["kind"], program["name"], tuple(program["args"])),
            tuple(map(Site.from_json, data["sites"])),
            data["overlay"],
            data["seconds"],
            data["ranks"],
            data["patience"],
            protection and Protection(**protection | {"allow_writes": tuple(protection["allow_writes"])}),
            data["at_once"],
            data["stall"],
            data["step"],
        )


def event_in(line: bytes) -> Event | None:
    """Return the event that a line holds; None if it is something else, such as the banner of a login."""
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) and isinstance(event.get("event"), str) else None


def death(status: int) -> str:
    """Say how a process died, by its status as `subprocess` has it."""
    if status >= 0:
        return f"its process ended with status {status}"
    name = signal.Signals(-status).name
    memory = ", as the system does where memory runs out" if -status == signal.SIGKILL else ""
    return f"its process was killed by {name}{memory}"
