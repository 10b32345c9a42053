"""What kinds of dataset a loader reads: whether samples are numbered, and so have an order to shuffle."""

from __future__ import annotations

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, External, Instance, Meaning, Member
from loaderlint.model.loaders.loader import Loader

_DATASET_PATHS = {
    "torch.utils.data.Dataset", "torch.utils.data.IterableDataset", "torch.utils.data.dataset.Dataset",
    "torch.utils.data.dataset.IterableDataset",
}  # fmt: skip

_ITERABLE_PATHS = {p for p in _DATASET_PATHS if p.endswith("IterableDataset")}

_MAPS = {"TensorDataset", "Subset", "ConcatDataset", "StackDataset", "random_split"}


def is_dataset(evaluator: Evaluator, cls: ClassRef) -> bool:
    """Whether a class derives from torch's Dataset or IterableDataset."""
    return not evaluator.attributes.library_bases(cls).isdisjoint(_DATASET_PATHS)


def is_iterable(evaluator: Evaluator, dataset: Instance) -> bool | None:
    """Whether a dataset is an IterableDataset; None where its base classes are not all known."""
    if not isinstance(dataset.cls, ClassRef):
        return None
    bases = evaluator.attributes.library_bases(dataset.cls)
    if bases & _ITERABLE_PATHS:
        return True
    return False if bases & _DATASET_PATHS else None


def is_map(evaluator: Evaluator, loader: Loader) -> bool:
    """Whether the loader certainly reads a dataset of numbered samples."""
    values = loader["dataset"].values
    return bool(values) and all(_is_map(evaluator, value) for value in values)


def _is_map(evaluator: Evaluator, value: Meaning) -> bool:
    match value:
        case Member(owner=owner):
            return isinstance(owner.cls, External) and owner.cls.path.endswith(".random_split")
        case Instance(cls=ClassRef()):
            return is_iterable(evaluator, value) is False
        case Instance(cls=External(path=path)):
            package, _, name = path.rpartition(".")
            return package.startswith("torchvision.datasets") or (
                package.startswith("torch.utils.data") and name in _MAPS
            )
    return False
