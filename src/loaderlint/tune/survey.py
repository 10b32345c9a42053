"""What was measured beside the search, as tables with bars: parts of a batch, memory, and the start of epochs."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from loaderlint.tune.spending import Part, parts
from loaderlint.tune.tuning import Tuned

#: The blocks of a bar, an eighth of a character each, and the characters of the longest.
_BLOCKS, _LENGTH = " ▏▎▍▌▋▊▉█", 24


@dataclass(frozen=True, slots=True)
class Plot:
    """Rows of cells under `heads`, each with the figure that its bar is as long as."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lengths: tuple[float, ...]

    @property
    def bars(self) -> list[str]:
        """A bar for each row, as long as its share of the longest."""
        most = max(self.lengths)
        parts = [divmod(round(8 * _LENGTH * length / most) if most else 0, 8) for length in self.lengths]
        return [(_BLOCKS[-1] * whole + _BLOCKS[eighths]).rstrip() for whole, eighths in parts]


def plots(tuned: Tuned) -> list[Plot]:
    """Return what was measured of a loader; what was not has no plot."""
    found = [_parts(tuned), _workers(tuned), _prefetching(tuned), _starts(tuned)]
    return [plot for plot in found if plot.rows]


def _parts(tuned: Tuned) -> Plot:
    found = parts(tuned.figures)
    return Plot(
        "where the time of a batch goes",
        ("part", "time", "of it CPU", "files not in memory"),
        tuple(map(_part, found)),
        tuple(part.wall for part in found),
    )


def _part(part: Part) -> tuple[str, ...]:
    return part.name, *("-" if seconds is None else _ms(seconds) for seconds in (part.wall, part.cpu, part.cold))


def _workers(tuned: Tuned) -> Plot:
    speeds: dict[int, float] = {}
    for tried in tuned.figures["tried"]:
        if tried["steady"]:
            number = tried["options"]["num_workers"]
            speeds[number] = max(speeds.get(number, 0.0), median(tried["steady"]))
    found = sorted(speeds.items()) if len(speeds) > 1 else []
    rows = tuple((str(number), f"{speed:.0f}") for number, speed in found)
    return Plot("what more workers gain", ("workers", "samples/s"), rows, tuple(speed for _, speed in found))


def _prefetching(tuned: Tuned) -> Plot:
    found = [(t["options"], median(t["steady"]), t["memory"]) for t in tuned.figures["prefetching"] if t["memory"]]
    return Plot(
        "memory of all processes (PSS)",
        ("workers", "prefetch", "samples/s", "memory"),
        tuple(
            (str(options["num_workers"]), str(options["prefetch_factor"]), f"{speed:.0f}", f"{median(memory):.0f} MB")
            for options, speed, memory in found
        ),
        tuple(median(memory) for _, _, memory in found),
    )


def _starts(tuned: Tuned) -> Plot:
    found = [one for one in tuned.figures["starts"] if one["first"]]
    rows = [
        (one["method"], str(one["workers"]), "yes" if one["persistent"] else "no", ", ".join(map(_ms, one["first"])))
        for one in found
    ]
    heads = ("start method", "workers", "persistent", "epoch by epoch")
    return Plot("time to the first batch", heads, tuple(rows), tuple(one["first"][-1] for one in found))


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.3g} ms"
