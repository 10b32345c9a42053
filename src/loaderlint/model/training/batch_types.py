"""Which type the numbers in the tensors of a batch have, where that is told: of tensors made beforehand."""

from __future__ import annotations

from loaderlint.model.inference.values import External, Instance
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.loaders.loader import Loader

#: Methods of tensors that give a tensor of another type, and of the same type the tensor itself.
CASTS = {
    "float": "float32", "double": "float64", "half": "float16", "bfloat16": "bfloat16", "long": "int64", "int": "int32",
    "bool": "bool",
}  # fmt: skip

#: What makes other numbers of those that have the type by default.
_SETTING_DEFAULTS = ("set_default_dtype", "set_default_tensor_type")


def only_type(loader: Loader) -> str | None:
    """Return the type of all numbers in a loader's batches; None where they differ, or are not known.

    The loader puts samples together by itself, and these are parts of tensors that functions of torch have made.
    """
    evaluator = loader.evaluator
    if not loader["collate_fn"].is_(None):
        return None
    found: set[str | None] = set()
    for dataset in loader["dataset"].values:
        if not isinstance(dataset, Instance) or dataset.fact.gives is not Gives.TENSORS or dataset.call is None:
            return None
        if any(dataset.file.calls_named(name) for name in _SETTING_DEFAULTS):
            return None
        for argument in dataset.call.args:
            found.update(_type(value) for value in evaluator.evaluate(argument.value, dataset.frame))
    return found.pop() if len(found) == 1 else None


def _type(value: object) -> str | None:
    match value:
        case Instance(cls=External(fact=fact), call=call) if call is not None:
            told = any(argument.keyword == "dtype" or argument.star for argument in call.args)
            return None if told else fact.number_type
    return None
