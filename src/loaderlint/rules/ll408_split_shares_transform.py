"""A transform set on one part of a split, which all parts share.

## What it does
Reports assignments such as `val_set.dataset.transform = ...`, where `val_set` is one part of a `random_split` or one of
several `Subset`s of a dataset. Where it is done for several parts, the last one is reported: it is the one that counts.

It is advice where the program only evaluates: what another part gets then matters to nothing that is seen. Silent where
a part is given a dataset of its own, where only one part is kept, and where all are given the same.

## Why is this bad?
The parts of a split are lists of indices with one dataset behind them. Setting its transform for validation sets it for
training as well: the model is trained without augmentation, or validated with it.

## Example
```python
from torch.utils.data import random_split
from torchvision import transforms
from torchvision.datasets import ImageFolder

dataset = ImageFolder("images", transform=transforms.RandomResizedCrop(224))
train_set, val_set = random_split(dataset, [0.8, 0.2])
val_set.dataset.transform = transforms.CenterCrop(224)
```

## Use instead
```python
import torch
from torch.utils.data import Subset, random_split
from torchvision import transforms
from torchvision.datasets import ImageFolder

dataset = ImageFolder("images", transform=transforms.RandomResizedCrop(224))
train_set, val_part = random_split(dataset, [0.8, 0.2], generator=torch.Generator().manual_seed(0))
val_set = Subset(ImageFolder("images", transform=transforms.CenterCrop(224)), val_part.indices)
```

## Fix safety
There is no fix: it takes a second dataset, and only the author knows how one is made.

## References
- [torch.utils.data.random_split](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.random_split)
- torch/utils/data/dataset.py, `Subset`: keeps the dataset that it is given
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import UNKNOWN, Instance, Meanings, Member, at_large
from loaderlint.model.libraries.facts import Parts
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.role import Role
from loaderlint.model.training.split_parts import are_made_alike
from loaderlint.rule import Evidence, NoExperiment, Problem, Problems, Severity, rule
from loaderlint.syntax import tree

#: Parts of the names of attributes that say how a dataset treats its samples.
_TREATMENT = ("transform", "augment", "train", "mode", "preprocess", "phase")

_ONLY_EVALUATES = "this program only evaluates, as far as is seen: what another part gets may not matter"


@rule(Severity.WARNING, claim=NoExperiment("it is about a dataset, and there is no loader yet by which to know it"))
def check(analysis: Analysis) -> Problems:
    """Yield assignments to the dataset behind one part of a split."""
    found: dict[tuple[Place, str], list[tuple[tree.Expr, Place]]] = {}
    given: dict[tuple[Place, str], list[tuple[Meanings, Meanings]]] = {}  # the datasets that are changed, what they get
    for node in analysis.file.scopes.every(tree.Assign):
        for target in node.targets:
            match target:
                case tree.Attribute(value=tree.Attribute(value=part, attr="dataset") as whole, attr=attr):
                    if any(word in attr.lower() for word in _TREATMENT) and (split := _shared(analysis, part)):
                        found.setdefault((split, attr), []).append((part, Place(analysis.file, target)))
                        given.setdefault((split, attr), []).append(
                            (_means(analysis, whole), _means(analysis, node.value))
                        )
    uses = [use for usage in analysis.usages for use in usage.uses] if found else []
    only_evaluates = bool(uses) and all(use.role is Role.EVALUATION for use in uses)
    for (split, attr), assigned in found.items():
        part, place = assigned[-1]
        name = tree.dotted(part) or "this part"
        if any(_is_given_its_own(analysis.file, tree.dotted(p) or "") for p, _ in assigned):
            continue
        dataset, _ = given[split, attr][-1]
        known = bool(dataset) and UNKNOWN not in dataset
        same = [key for key in given if key[1] == attr and (known or key[0] == split)]
        values = [v for key in same for d, v in given[key] if d == dataset]
        if len(values) > 1 and all(are_made_alike(values[0], value) for value in values[1:]):
            continue
        yield Problem(
            place,
            f"all parts of the split share one dataset: this sets `{attr}` for the others as well as for `{name}`",
            help="make a second dataset for it, and take the part's `indices` from that dataset",
            related=(
                Evidence(split, "split here, with one dataset behind all parts"),
                *(Evidence(other, "lost again") for _, other in assigned[:-1]),
            ),
            note=_ONLY_EVALUATES if only_evaluates else "",
            severity=Severity.ADVICE if only_evaluates else None,
        )


def _means(analysis: Analysis, expr: tree.Expr | None) -> Meanings:
    """What an expression can mean in the file."""
    return analysis.model.evaluator.evaluate(expr, analysis.at_large) if expr is not None else ()


def _shared(analysis: Analysis, part: tree.Expr) -> Place | None:
    """Where a dataset is split, if `part` is one of several parts of it."""
    evaluator = analysis.model.evaluator
    values = evaluator.evaluate(part, analysis.at_large)
    match values[0] if len(values) == 1 else None:
        case Member(owner=Instance(call=tree.Call() as call, file=file) as made) if made.fact.parts is Parts.ALL:
            return Place(file, call.func) if _several_are_kept(file, call) else None
        case Instance(call=tree.Call(args=(first, *_)) as call, file=file) as made if made.fact.parts is Parts.ONE:
            dataset = tree.dotted(first.value)
            others = (c for c in file.calls if c is not call and c.args)
            siblings = (c for c in others if evaluator.fact(c.func, at_large(file)).parts is Parts.ONE)
            same = [c for c in siblings if dataset and tree.dotted(c.args[0].value) == dataset]
            within = file.scopes.function_at(call)
            return Place(file, first) if any(file.scopes.function_at(c) is within for c in same) else None
    return None


def _several_are_kept(file: File, call: tree.Call) -> bool:
    """Whether more than one part of a split gets a name."""
    assign = file.scopes.parent[call]
    if isinstance(assign, tree.Assign) and isinstance(assign.targets[0], tree.Sequence):
        return sum(tree.last_name(t) != "_" for t in assign.targets[0].items) > 1
    return True


def _is_given_its_own(file: File, part: str) -> bool:
    """Whether `part.dataset` is assigned, or `part` is a copy that reaches down to the dataset."""
    assigns = file.scopes.every(tree.Assign)
    return any(
        tree.dotted(target) == f"{part}.dataset" or (tree.dotted(target) == part and _is_deep_copy(assign.value))
        for assign in assigns
        for target in assign.targets
    )


def _is_deep_copy(value: tree.Expr | None) -> bool:
    return isinstance(value, tree.Call) and tree.last_name(value.func) == "deepcopy"
