"""Compares what workers drew, and says how likely it is to look so by chance."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

#: A sign that shows by accident more often than this is none.
UNLIKELY = 1e-4


@dataclass(frozen=True)
class Table:
    """Digests by epoch, worker and draw; `keys` names the sample that each draw is of. All rows have one length.

    `agreement` is the chance that two independent draws of a sample are equal, where that is known.
    """

    cells: Sequence[Sequence[Sequence[str]]]
    keys: Sequence[str]
    agreement: float | None = None

    def varying(self) -> Table:
        """The draws of samples that are not always the same."""
        seen = self._seen()
        return self.only([len(seen[key]) > 1 for key in self.keys])

    def only(self, columns: Sequence[bool]) -> Table:
        """The draws that `columns` selects."""
        cells = [[list(itertools.compress(row, columns)) for row in epoch] for epoch in self.cells]
        return Table(cells, list(itertools.compress(self.keys, columns)))

    def workers_alike(self) -> bool:
        """Whether two workers drew the same in some epoch."""
        return any(first == second for epoch in self.cells for first, second in itertools.combinations(epoch, 2))

    def epochs_alike(self) -> bool:
        """Whether all workers drew the same in each epoch."""
        return all(epoch == self.cells[0] for epoch in self.cells)

    def rows_constant(self) -> bool:
        """Whether each worker drew one thing only in each epoch, whatever the sample."""
        return len(self.keys) > 1 and all(len(set(row)) == 1 for epoch in self.cells for row in epoch)

    def chance_of_alike_workers(self) -> float:
        """How likely it is that two of these workers agree although they draw independently."""
        pairs = len(self.cells) * math.comb(len(self.cells[0]), 2)
        return min(1.0, pairs * self._chance_of_alike_rows())

    def chance_of_alike_epochs(self) -> float:
        """How likely it is that every worker repeats itself although epochs are independent."""
        return float(self._chance_of_alike_rows() ** len(self.cells[0]))

    def _chance_of_alike_rows(self) -> float:
        """From how often draws of one sample are equal: within a worker or, where none differ there, across workers.

        In the second case, which a cache makes, all draws by a worker count as one.
        """
        if self.agreement is not None:
            return float(self.agreement ** len(self.keys))
        chance = 1.0
        constant = []
        for key in dict.fromkeys(self.keys):
            columns = [name == key for name in self.keys]
            rows = [row for epoch in self.only(columns).cells for row in epoch]
            if any(len(set(row)) > 1 for row in rows):
                chance *= agreement(pair for row in rows for pair in itertools.combinations(row, 2)) ** sum(columns)
            else:
                constant.append([[row[0] for row in epoch] for epoch in self.only(columns).cells])
        if constant:
            pairs = (pair for cells in constant for epoch in cells for pair in itertools.combinations(epoch, 2))
            chance *= agreement(pairs) ** len(constant)
        return chance

    def _seen(self) -> dict[str, set[str]]:
        seen: dict[str, set[str]] = {}
        for row in itertools.chain.from_iterable(self.cells):
            for key, cell in zip(self.keys, row, strict=True):
                seen.setdefault(key, set()).add(cell)
        return seen


def agreement(pairs: Iterable[tuple[str, str]]) -> float:
    """The chance that two draws are equal, by Laplace's rule: never quite 0 or 1."""
    outcomes = [first == second for first, second in pairs]
    return (sum(outcomes) + 1) / (len(outcomes) + 2)
