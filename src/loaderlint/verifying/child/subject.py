"""The loader on trial: the user's own, and others built like it that differ in what an experiment asks for."""

from __future__ import annotations

import contextlib
import multiprocessing
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from torch.utils.data import DataLoader, IterableDataset, default_collate, default_convert

from loaderlint.claim import Sign
from loaderlint.verifying.child.step import Step

#: Options of a loader that torch accepts only with workers, or refuses on iteration without.
_OF_WORKERS = ("prefetch_factor", "persistent_workers", "multiprocessing_context", "timeout")

#: Options that say which samples go into which batch; some exclude each other.
_OF_BATCHES = ("batch_size", "shuffle", "sampler", "batch_sampler", "drop_last")

#: Options that bear on neither. `pin_memory_device` and `in_order` are not in every torch.
_OTHERS = ("num_workers", "collate_fn", "pin_memory", "worker_init_fn", "generator", "pin_memory_device", "in_order")


@dataclass(frozen=True)
class Subject:
    """A `DataLoader`, possibly of a subclass, as the user's program built it.

    `arguments` are those that reached `DataLoader.__init__`, by name, and no others; where they made it raise, `loader`
    is half built and only they are of use. `sets_epoch` says whether the program called `set_epoch` of the loader's
    sampler before it iterated, `budget` how many seconds an experiment may take, `keep_class` whether loaders like this
    one are of the same subclass. Signs that are not `wanted` need not be looked for where that takes time. `moves` is
    to be called whenever one of them gave something: it does not hang. `step` is what the program does with a batch,
    None if nobody knows.
    """

    loader: DataLoader[Any]
    arguments: dict[str, Any]
    sets_epoch: bool = False
    budget: float = 10.0
    keep_class: bool = True
    wanted: frozenset[Sign] = frozenset(Sign)
    moves: Callable[[], None] = lambda: None
    step: Step | None = None

    @property
    def is_iterable(self) -> bool:
        """Whether the dataset is read as a stream, without indices."""
        return isinstance(self.loader.dataset, IterableDataset)

    @property
    def forks(self) -> bool:
        """Whether its workers are forked, if it has any; else each imports everything anew."""
        return not self.loader.num_workers or self.start_method == "fork"

    @property
    def start_method(self) -> str:
        """How its workers are started, if it has any."""
        context = getattr(self.loader, "multiprocessing_context", None) or multiprocessing
        return str(context.get_start_method())

    def rebuild(self, **changes: Any) -> DataLoader[Any]:
        """Build another loader with the options that this one has now, but for `changes`.

        It is of the same class where that takes these options by name and keeps them; else it is torch's own. Raises
        what `DataLoader` raises for the changes. Of options that exclude each other, those that are not among the
        changes give way.
        """
        options = self._options(changes)
        kind = type(self.loader)
        if self.keep_class and kind is not DataLoader:
            with contextlib.suppress(Exception):
                loader = kind(**options)
                if all(getattr(loader, name) is value for name, value in options.items() if name in changes):
                    return loader
                shut_down(loader)
        return DataLoader(**options)

    def _options(self, changes: dict[str, Any]) -> dict[str, Any]:
        loader = self.loader
        options = {name: getattr(loader, name) for name in (*_OTHERS, *_OF_WORKERS) if hasattr(loader, name)}
        if loader.collate_fn in (default_collate, default_convert):
            del options["collate_fn"]  # torch's choice depends on whether there are batches
        options |= {"dataset": loader.dataset} | self._batches(changes) | changes
        if not options["num_workers"]:
            options = {name: value for name, value in options.items() if name in changes or name not in _OF_WORKERS}
        # None is what `prefetch_factor` is by default from torch 2.0 on, and an error before.
        return {name: value for name, value in options.items() if value is not None or name == "batch_size"}

    def _batches(self, changes: dict[str, Any]) -> dict[str, Any]:
        """The loader's own options of batches that can stand beside the changes."""
        loader = self.loader
        changed = changes.keys() & set(_OF_BATCHES)
        if "batch_sampler" in changed:
            return {}
        if not changed and loader.batch_size is None and loader.batch_sampler is not None:
            return {"batch_sampler": loader.batch_sampler}
        own: dict[str, Any] = {"batch_size": loader.batch_size, "drop_last": loader.drop_last}
        if changes.get("batch_size", own["batch_size"]) is None:
            del own["drop_last"]
        if not self.is_iterable and "shuffle" not in changed:
            own["sampler"] = loader.sampler
        return own


def shut_down(loader: DataLoader[Any]) -> None:
    """End the workers of a loader whose iterator it holds itself, as it does with `persistent_workers`."""
    for value in list(vars(loader).values()):
        if hasattr(value, "_shutdown_workers"):
            value._shutdown_workers()
    if getattr(loader, "_iterator", None) is not None:
        loader._iterator = None


def end_pass(loader: DataLoader[Any], iterator: Any) -> None:
    """End the workers of a pass over a loader, which the program goes on with; another begins with new ones."""
    if hasattr(iterator, "_shutdown_workers"):
        iterator._shutdown_workers()
    shut_down(loader)


def length_of(loader: DataLoader[Any]) -> int | None:
    """Return how many batches an epoch has; None where that is not known."""
    with contextlib.suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return len(loader)
    return None
