"""An attribute of a loader that torch does not let change.

## What it does
Reports assignments to `batch_size`, `batch_sampler`, `sampler`, `drop_last`, `dataset` and `persistent_workers` of a
DataLoader that is built already.

## Why is this bad?
torch raises `ValueError: batch_size attribute should not be set after DataLoader is initialized`: the samplers were
made from these options when the loader was built, and would not follow.

## Example
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), batch_size=8)
loader.batch_size = 16
```

## Use instead
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), batch_size=16)
```

## Fix safety
There is no automatic fix: a new loader may have to be built, or the dataset itself be changed.

## References
- torch/utils/data/dataloader.py, `DataLoader.__setattr__`
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Instance
from loaderlint.model.loaders.loader import Loader, built
from loaderlint.model.project.file import File, Place
from loaderlint.rule import NoExperiment, Problem, Problems, Severity, rule
from loaderlint.syntax import tree

#: What `DataLoader.__setattr__` refuses.
_FROZEN = {"batch_size", "batch_sampler", "sampler", "drop_last", "dataset", "persistent_workers"}


@rule(Severity.ERROR, claim=NoExperiment("what the program does to it is not watched"), at_once=True)
def check(analysis: Analysis) -> Problems:
    """Yield assignments that torch refuses."""
    found: dict[tree.Node, Problem] = {}
    for step in analysis.program.steps:
        if not isinstance(step.node, tree.Assign):
            continue
        for target in step.node.targets:
            if not isinstance(target, tree.Attribute) or target.attr not in _FROZEN or target in found:
                continue
            if not _is_open(step.file, target):
                meanings = analysis.model.evaluator.evaluate(target.value, step.frame)
                loaders = [_loader(analysis, meaning) for meaning in meanings]
                if loaders and all(loaders):
                    found[target] = _problem(target, Place(step.file, target), loaders[0])
    yield from found.values()


def _is_open(file: File, target: tree.Attribute) -> bool:
    """Whether a subclass sets an attribute before torch freezes it, or lifts the lock, `DataLoader.__initialized`.

    Within a class of that very name, Python takes `self.__initialized` for torch's.
    """
    function = file.scopes.function_at(target) or file.tree
    cls = file.scopes.class_of(function)
    lock = {"_DataLoader__initialized", *(["__initialized"] if cls and cls.name.lstrip("_") == "DataLoader" else [])}
    if any(isinstance(n, tree.Attribute) and n.attr in lock for n in tree.walk(function)):
        return True
    initialized = any(
        isinstance(n, tree.Attribute) and n.attr == "__init__" and n.at < target.at for n in tree.walk(function)
    )
    constructor = isinstance(function, tree.Function) and function.name == "__init__"
    return constructor and not initialized and tree.dotted(target.value) == "self"


def _loader(analysis: Analysis, meaning: object) -> Loader | None:
    if not isinstance(meaning, Instance):
        return None
    loader = built(analysis.model.evaluator, meaning)
    return loader if loader is not None and loader.signature.locked else None


def _problem(target: tree.Attribute, place: Place, loader: Loader | None) -> Problem:
    assert loader is not None
    return Problem(
        place,
        f"`{target.attr}` of a loader is set after it was built: torch raises `ValueError`",
        help=f"build a new loader with another `{target.attr}`",
        loader=loader,
    )
