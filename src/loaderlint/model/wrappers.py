"""Datasets that hand through the items of others."""

from __future__ import annotations

from loaderlint.model.evaluate import Evaluator
from loaderlint.model.meaning import ClassRef, External, Instance, Items, Meaning, Meanings, Member
from loaderlint.syntax import tree

#: Each takes the dataset, or the list of datasets, as its first argument.
_WRAPPERS = {
    f"torch.utils.data.{module}{name}"
    for module in ("", "dataset.")
    for name in ("Subset", "ConcatDataset", "ChainDataset", "StackDataset", "random_split")
}


def unwrapped(evaluator: Evaluator, values: Meanings) -> list[Instance]:
    """Return the datasets of the project among `values` and behind the wrappers among them, each once."""
    found: dict[Instance, None] = {}
    seen: set[Meaning] = set()  # `self.data, rest = random_split(self.data, ...)` leads back to itself
    waiting = list(reversed(values))
    while waiting:
        value = waiting.pop()
        if value in seen:
            continue
        seen.add(value)
        match value:
            case Instance(cls=ClassRef()):
                found[value] = None
            case Instance(cls=External(path=path), call=tree.Call() as call):
                if path in _WRAPPERS and call.args and not call.args[0].star:
                    waiting += reversed(evaluator.evaluate(value.file, call.args[0].value, value.frame))
            case Items():
                waiting += reversed(evaluator.elements((value,)))
            case Member(owner=owner):
                waiting.append(owner)  # a part of what random_split gave
    return list(found)
