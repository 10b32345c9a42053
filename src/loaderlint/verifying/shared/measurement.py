"""What an experiment on a real loader saw: plain data that crosses the process boundary as JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from loaderlint.claim import Sign


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
    `summary` says in a sentence what was seen, `not_run` why nothing was. With `more_time` it might have seen more.
    """

    experiment: str
    summary: str = ""
    signs: dict[Sign, bool] = field(default_factory=dict)
    coincidence: float | None = None
    figures: dict[str, Any] = field(default_factory=dict)
    grids: tuple[Grid, ...] = ()
    not_run: str = ""
    more_time: bool = False

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
            "more_time": self.more_time,
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
            data["more_time"],
        )
