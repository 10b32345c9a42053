"""What an experiment on a real loader saw: plain data that crosses the process boundary as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any


class Sign(Enum):
    """One thing that is seen, or seen not to be, when a loader runs: rules claim signs, experiments look for them."""

    WORKERS_ALIKE = "different workers draw the same numbers"
    EPOCHS_ALIKE = "every epoch draws the same numbers"
    ITEM_CONSTANT = "an item draws the same numbers every time"
    RESEEDED = "all items of a worker start from the same random numbers"
    FOLLOWS_GLOBAL_RNG = "any other draw from the global RNG changes what the loader gives"
    ORDER_REPEATS = "every epoch has the same order"
    IN_ORDER = "samples come in the order of the dataset"
    SAMPLES_DOUBLED = "samples come more than once an epoch"
    SAMPLES_LOST = "samples do not come at all"
    RAISES = "the loader raises"
    RAISES_WITHOUT_WORKERS = "the same options raise where there are no workers"
    WRONG_SAMPLES = "workers read other samples than the main process"
    REBUILT = "a new loader is built for every epoch"
    RESTARTS = "workers start anew for every epoch"
    STALE = "workers do not see what the main process changed"
    CACHE_LOST = "what a worker remembers is gone in the next epoch"
    MEMORY_COPIED = "every worker ends up with a copy of the dataset"
    WAITS_FOR_DATA = "the consumer waits for data"
    RANKS_ALIKE = "ranks draw the same numbers"
    COPY_WAITS = "a copy to the GPU keeps the program waiting in spite of `non_blocking=True`"
    BLOCKING_COPY_WAITS = "a copy to the GPU keeps the program waiting, and with `non_blocking=True` does not"


@dataclass(frozen=True, slots=True)
class Grid:
    """Digests of samples by row and column: equal text, equal sample. `rows` and `columns` name them."""

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Measurement:
    """The outcome of one experiment on one loader.

    `signs` holds what could be decided: a sign that is absent was not looked for, or not decidable. `coincidence` is
    the chance that a sign shows by accident, None where chance plays no part. `figures` are numbers worth a table,
    `summary` says in a sentence what was seen, `not_run` why nothing was.
    """

    experiment: str
    summary: str = ""
    signs: dict[Sign, bool] = field(default_factory=dict)
    coincidence: float | None = None
    figures: dict[str, Any] = field(default_factory=dict)
    grids: tuple[Grid, ...] = ()
    not_run: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the measurement as plain data, signs by name."""
        signs = {sign.name: shown for sign, shown in self.signs.items()}
        return {
            "experiment": self.experiment,
            "summary": self.summary,
            "signs": signs,
            "coincidence": self.coincidence,
            "figures": self.figures,
            "grids": [asdict(grid) for grid in self.grids],
            "not_run": self.not_run,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Measurement:
        """Return the measurement that `to_json` made the data from; of `figures`, what JSON makes of them."""
        grids = (
            Grid(g["title"], tuple(g["rows"]), tuple(g["columns"]), tuple(map(tuple, g["cells"])))
            for g in data["grids"]
        )
        return cls(
            data["experiment"],
            data["summary"],
            {Sign[name]: shown for name, shown in data["signs"].items()},
            data["coincidence"],
            data["figures"],
            tuple(grids),
            data["not_run"],
        )
