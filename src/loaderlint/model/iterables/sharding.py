"""Whether the workers of a loader share out the work of an IterableDataset, or each does all of it (FACTS.md 3).

torch hands every worker a copy of the dataset and iterates it: nothing splits the samples unless the dataset or the
`worker_init_fn` does. That it is not done can be told only where everything is seen that the samples come from.
"""

from __future__ import annotations

from collections.abc import Iterable

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, Const, External, FunctionRef, Instance, Meaning
from loaderlint.model.iterables.sample_source import Delivery, is_counted
from loaderlint.model.libraries.words import is_rank_name
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.rank_parts import speaks_of_ranks
from loaderlint.model.project.file import Place
from loaderlint.model.workers.item_code import Explorer
from loaderlint.syntax import tree

#: Parts of names that have to do with sharing out work: one of them anywhere in a dataset is reason to be silent.
_WORKER_NAMES = ("worker", "shard", "partition", "split_by")


class Sharding:
    """Answers for IterableDatasets of the project."""

    def __init__(self, evaluator: Evaluator, explorer: Explorer) -> None:
        self._evaluator = evaluator
        self._explorer = explorer

    def read_by_every_worker(self, dataset: Instance) -> Place | None:
        """Return where every worker reads all samples.

        None where the samples may be split, have no end, or come from something that is not seen.
        """
        if self.splits_by_worker(dataset) is not False:
            return None
        walk = Delivery(self._evaluator)
        place = walk.instance(dataset)
        if place is None or any(self._mentions(c) for c in walk.classes):
            return None
        if is_counted(place) and self._is_made_up(dataset):
            return None
        return place

    def splits_by_worker(self, dataset: Instance) -> bool | None:
        """Whether the samples are split by worker: False only where nothing hints at it, None where something does."""
        if not isinstance(dataset.cls, ClassRef):
            return None
        touched = self._explorer.dataset(dataset).touched
        if {"get_worker_info", "num_workers"} <= touched:
            return True
        hinted = _hint_at(touched) or self._mentions(dataset.cls)
        return None if hinted else False

    def may_be_done_by(self, worker_init: FunctionRef | None, loader: Loader) -> bool:
        """Whether the `worker_init_fn` may split the work: not where there is none, or where all of it is seen."""
        if worker_init is None:
            return not all(_only_seeds(value) for value in loader["worker_init_fn"].values)
        code = self._explorer.functions([worker_init])
        return code.opaque or not code.touched.isdisjoint(("dataset", "get_worker_info"))

    def knows_of_ranks(self, dataset: Instance) -> bool:
        """Whether anything in a dataset, or in what it is made from, hints at the ranks of a distributed program."""
        if not isinstance(dataset.cls, ClassRef):
            return True
        code = [c.node for c in self._evaluator.attributes.lineage(dataset.cls)] + (
            [dataset.call] if dataset.call else []
        )
        touched = self._explorer.dataset(dataset).touched
        return any(map(speaks_of_ranks, code)) or any(map(is_rank_name, touched))

    def _mentions(self, cls: ClassRef) -> bool:
        return any(_hint_at(tree.names(c.node)) for c in self._evaluator.attributes.lineage(cls))

    def _is_made_up(self, dataset: Instance) -> bool:
        """Whether samples are drawn at random rather than read: then workers do not double each other."""
        return bool(self._explorer.dataset(dataset).draws)


def _only_seeds(worker_init: Meaning) -> bool:
    """Whether it is certain that a `worker_init_fn` is none, or a library's that seeds and does no more."""
    if isinstance(worker_init, Const):
        return worker_init.value is None
    return isinstance(worker_init, External) and bool(worker_init.fact.seeds)


def _hint_at(names: Iterable[str]) -> bool:
    return any(word in name.lower() for name in names for word in _WORKER_NAMES)
