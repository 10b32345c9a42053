"""What the program itself does with a loader from epoch to epoch."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from loaderlint.claim import Sign
from loaderlint.verifying.shared.measurement import Measurement

NAME = "epochs"

#: Epochs that are awaited, and indices of each that are compared.
ENOUGH, _MOST = 3, 10_000


@dataclass(eq=False)
class Epochs:
    """The loaders that were iterated in turn, and in which order each would have read the dataset."""

    loaders: list[Any] = field(default_factory=list)
    orders: list[list[str] | None] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)

    def add(self, loader: Any, taken: Mapping[int, list[int]]) -> None:
        """Note that the program begins to iterate a loader: the order is drawn as the loader would draw it.

        By the `id` of a loader, `taken` says how many batches the program took in each pass over it before this one.
        """
        if len(self.loaders) < ENOUGH:
            self.taken = [count for one in dict.fromkeys(map(id, self.loaders)) for count in taken.get(one, ())]
            self.loaders.append(loader)
            self.orders.append(_order(loader))

    def measured(self) -> Measurement:
        """Return what the epochs have in common."""
        count = len(self.loaders)
        if count < 2:
            return Measurement(NAME, not_run=f"the program came to {count} epoch{'' if count == 1 else 's'}")
        rebuilt = all(loader is not self.loaders[0] for loader in self.loaders[1:])
        signs = {Sign.REBUILT: rebuilt}
        summary = f"in {count} epochs of the program, " + (
            "every loader is a new one" if rebuilt else "one loader is used"
        )
        if all(order is not None and len(order) > 1 for order in self.orders):
            signs[Sign.ORDER_REPEATS] = all(order == self.orders[0] for order in self.orders)
            summary += f", and the order is {'the same' if signs[Sign.ORDER_REPEATS] else 'another'} each time"
        if self.taken and _batches(self.loaders[0]) > 1:
            signs[Sign.FIRST_BATCH_ONLY] = all(batches == 1 for batches in self.taken)
            summary += ", of which the first batch alone is taken" if signs[Sign.FIRST_BATCH_ONLY] else ""
        return Measurement(NAME, summary, signs)


def _batches(loader: Any) -> int:
    """How many batches a loader has; 2, for many, if it cannot say."""
    try:
        return len(loader)
    except TypeError:
        return 2


def _order(loader: Any) -> list[str] | None:
    import torch

    if loader.sampler is None or isinstance(loader.dataset, torch.utils.data.IterableDataset):
        return None
    held = {loader.generator, getattr(loader.sampler, "generator", None)} - {None}
    states = [(generator, generator.get_state()) for generator in held]
    # A loader draws the seed of its workers before it asks its sampler for anything.
    torch.empty((), dtype=torch.int64).random_(generator=loader.generator)
    order = [repr(key) for key in itertools.islice(loader.batch_sampler or loader.sampler, _MOST)]
    for generator, state in states:
        generator.set_state(state)  # the program is about to draw it again
    return order
