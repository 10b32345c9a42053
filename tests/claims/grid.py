"""Runs real loaders and says how what their workers draw compares."""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from torch.utils.data import DataLoader, Dataset, get_worker_info

WORKERS = 3
EPOCHS = 2
DRAWS = 4  # by each worker in each epoch: equal by chance for no source that is tried here

#: What one worker drew in one epoch.
Row = tuple[Hashable, ...]


@dataclass(frozen=True)
class Grid:
    """What was drawn, by epoch and worker."""

    rows: tuple[tuple[Row, ...], ...]

    @property
    def same_in_every_worker(self) -> bool:
        """Whether all workers drew the same; two workers that agree while others differ would be no answer."""
        return self._answer([len(set(epoch)) for epoch in self.rows], len(self.rows[0]))

    @property
    def same_in_every_epoch(self) -> bool:
        """Whether each worker drew the same again."""
        return self._answer([len({epoch[w] for epoch in self.rows}) for w in range(len(self.rows[0]))], len(self.rows))

    @property
    def constant(self) -> bool:
        """Whether a worker drew the same at each draw."""
        return all(len(set(row)) == 1 for epoch in self.rows for row in epoch)

    @staticmethod
    def _answer(different: list[int], most: int) -> bool:
        assert set(different) in ({1}, {most}), f"neither all alike nor all different: {different}"
        return set(different) == {1}


def run(dataset: Dataset[Any], workers: int = WORKERS, *, draws: int = DRAWS, **options: Any) -> Grid:
    """Fetch the first item again and again: `draws` times by each worker in each epoch."""
    loader = DataLoader(
        dataset, sampler=[0] * (workers * draws), batch_size=None, collate_fn=_signed, num_workers=workers, **options
    )
    epochs = []
    for _ in range(EPOCHS):
        rows: dict[int, list[Hashable]] = {}
        for worker, value in loader:
            rows.setdefault(worker, []).append(value)
        epochs.append(tuple(tuple(rows[worker]) for worker in sorted(rows)))
    assert all(len(row) == draws for epoch in epochs for row in epoch)
    return Grid(tuple(epochs))


def run_example(loader: DataLoader[Any], *, draws: int = DRAWS) -> Grid:
    """Run the loader of a program: its dataset and all options that bear on random numbers.

    By fork, since a program that was only executed has no module that a spawned worker could import.
    """
    return run(
        loader.dataset,
        loader.num_workers,
        draws=draws,
        worker_init_fn=loader.worker_init_fn,
        generator=loader.generator,
        persistent_workers=loader.persistent_workers,
        multiprocessing_context="fork",
    )


def by_source(grid: Grid) -> Mapping[str, Grid]:
    """Take apart a grid whose values are tuples of (source, value) pairs."""
    names = [name for name, _ in grid.rows[0][0][0]]  # type: ignore[attr-defined]
    return {
        name: Grid(tuple(tuple(tuple(dict(v)[name] for v in row) for row in epoch) for epoch in grid.rows))  # type: ignore[call-overload]
        for name in names
    }


def _signed(item: Any) -> tuple[int, Hashable]:
    info = get_worker_info()
    value = item.tolist() if hasattr(item, "tolist") else item
    value = str(value) if isinstance(value, list) else value
    return (-1 if info is None else info.id), value


def orders(loader: DataLoader[Any], epochs: int = 1) -> list[list[int]]:
    """Return the order in which a loader over numbers yields them."""
    return [[int(i) for i in itertools.chain.from_iterable(loader)] for _ in range(epochs)]
