"""Calls that build a DataLoader."""

from __future__ import annotations

from dataclasses import dataclass

from loaderlint.model.evaluate import Evaluator
from loaderlint.model.file import File, Place
from loaderlint.model.meaning import UNKNOWN, ClassRef, Const, External, Instance, Items, Meaning
from loaderlint.model.options import Option, Options
from loaderlint.syntax import tree

#: Parameters of `torch.utils.data.DataLoader` in positional order, then the keyword-only ones (torch/utils/data/dataloader.py).
PARAMETERS = (
    "dataset", "batch_size", "shuffle", "sampler", "batch_sampler", "num_workers", "collate_fn", "pin_memory", "drop_last",
    "timeout", "worker_init_fn", "multiprocessing_context", "generator",
)  # fmt: skip

DEFAULTS: dict[str, object] = {
    "batch_size": 1, "shuffle": None, "num_workers": 0, "pin_memory": False, "drop_last": False, "timeout": 0,
    "persistent_workers": False, "pin_memory_device": "", "in_order": True,
}  # fmt: skip

LOADER_PATHS = {"torch.utils.data.DataLoader", "torch.utils.data.dataloader.DataLoader"}

#: Wrappers that hand their items through from the dataset (or list of datasets) they are given first.
_WRAPPERS = {
    "torch.utils.data.Subset", "torch.utils.data.ConcatDataset", "torch.utils.data.random_split",
    "torch.utils.data.dataset.Subset", "torch.utils.data.dataset.ConcatDataset", "torch.utils.data.dataset.random_split",
    "torch.utils.data.ChainDataset", "torch.utils.data.StackDataset",
}  # fmt: skip


@dataclass(eq=False)
class Loader:
    """One call that builds a torch DataLoader, with what is known of its options and its dataset."""

    evaluator: Evaluator
    file: File
    call: tree.Call

    def __post_init__(self) -> None:
        self.options = Options(
            self.evaluator, self.call, self.file, None, names=PARAMETERS, defaults=DEFAULTS
        )

    def __getitem__(self, name: str) -> Option:
        """Return the option `name`."""
        return self.options[name]

    @property
    def place(self) -> Place:
        """The callee, which stands for the loader in a report."""
        return Place(self.file, self.call.func)

    @property
    def workers(self) -> bool | None:
        """Whether the loader starts worker processes; None where that cannot be told.

        A default of the command line counts if it is positive: that is how the program runs as written. A default of 0 is
        there to be overridden, so it leaves the answer open.
        """
        const = self["num_workers"].constant
        if const is None or not isinstance(const.value, int):
            return None
        return True if const.value > 0 else (None if const.assumed else False)

    @property
    def may_have_workers(self) -> bool:
        """Whether workers are certain, or an option that is not known here decides."""
        return self.workers is not False

    def datasets(self) -> list[Instance]:
        """Return the datasets that the loader reads, wrappers taken off; none where they are not known."""
        return self._unwrap(self["dataset"].values)

    def _unwrap(self, values: tuple[Meaning, ...]) -> list[Instance]:
        found: list[Instance] = []
        for value in values:
            if isinstance(value, Instance) and isinstance(value.cls, External):
                if value.cls.path in _WRAPPERS and value.call and value.call.args and not value.call.args[0].star:
                    inner = self.evaluator.evaluate(value.file, value.call.args[0].value, value.frame)
                    found += self._unwrap(inner)
            elif isinstance(value, Instance):
                found.append(value)
            elif isinstance(value, Items):
                found += self._unwrap(self.evaluator.elements((value,)))
            elif not isinstance(value, Const) and value is not UNKNOWN and hasattr(value, "owner"):
                found += self._unwrap((value.owner,))  # part of random_split(...)
        return list(dict.fromkeys(found))


def find_loaders(evaluator: Evaluator, file: File) -> tuple[Loader, ...]:
    """Return the calls in a file that build torch's DataLoader, or a subclass that takes the same options."""
    return tuple(Loader(evaluator, file, call) for call in file.calls if _builds_loader(evaluator, file, call))


def _builds_loader(evaluator: Evaluator, file: File, call: tree.Call) -> bool:
    callees = evaluator.evaluate(file, call.func)
    if len(callees) != 1:
        return False
    match callees[0]:
        case External(path=path):
            return path in LOADER_PATHS
        case ClassRef() as cls:
            inherits = bool(evaluator.library_bases(cls) & LOADER_PATHS)
            return inherits and not any("__init__" in c.file.methods(c.node) for c in evaluator.lineage(cls))
    return False
