"""An array that goes backwards through memory, where torch makes a tensor of it.

## What it does
Reports item code and `collate_fn` that give `torch.from_numpy`, `torch.as_tensor`, `torch.tensor` or torchvision's
`ToTensor` an array that was flipped: by `[::-1]`, `np.flip`, `np.fliplr`, `np.flipud` or `np.rot90`. So does the
default collate function with samples that are such arrays.

Silent where the array is copied on the way: `.copy()`, `.astype(...)`, `np.ascontiguousarray(...)` and arithmetic make
a new one. For a dataset class that no loader reads it is a warning.

## Why is this bad?
NumPy flips an array without a copy: it steps backwards through the same memory. torch has no such tensors and raises
`ValueError: At least one stride in the given numpy array is negative`. Under a condition that chance decides, the run
ends with the first sample that is flipped.

## Example
```python
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        image = self.images[index]
        if random.random() < 0.5:
            image = np.fliplr(image)
        return torch.from_numpy(image)


loader = DataLoader(Images(np.zeros((64, 4, 4))), batch_size=4)
```

## Use instead
```python
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        image = self.images[index]
        if random.random() < 0.5:
            image = np.fliplr(image)
        return torch.from_numpy(image.copy())


loader = DataLoader(Images(np.zeros((64, 4, 4))), batch_size=4)
```

## Fix safety
A copy holds the same numbers in the same order.

## References
- [`torch.from_numpy`](https://docs.pytorch.org/docs/stable/generated/torch.from_numpy.html)
- [`numpy.flip`](https://numpy.org/doc/stable/reference/generated/numpy.flip.html): a view is returned
"""

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.workers.backwards_arrays import Backwards, collated, made_tensors
from loaderlint.repairs.plan import Repair, Replace
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree


def check_class(analysis: Analysis, dataset: ClassRef) -> Problems:
    """Yield what a dataset class that nothing loads makes tensors of."""
    code = analysis.item_code(dataset.instance)
    for found in made_tensors(analysis.model.evaluator, analysis.model.sample_data, code):
        yield _problem(found)


@rule(
    Severity.ERROR,
    needs=("dataset",),
    fix=Applicability.SAFE,
    claim=Claim("samples", (Sign.RAISES,), certain=False),
    unloaded=check_class,
)
def check(analysis: Analysis) -> Problems:
    """Yield the arrays that run backwards where tensors are made of them."""
    seen: set[Place] = set()
    for loader in analysis.loaders:
        for found in _found(analysis, loader):
            if found.place not in seen:
                seen.add(found.place)
                yield _problem(found, loader)


def _found(analysis: Analysis, loader: Loader) -> Iterator[Backwards]:
    evaluator, data = analysis.model.evaluator, analysis.model.sample_data
    for code in analysis.worker_code(loader):
        yield from made_tensors(evaluator, data, code)
    if analysis.collates_by_default(loader):
        for dataset in loader["dataset"].values:
            yield from collated(evaluator, data, dataset)


def _problem(found: Backwards, loader: Loader | None = None) -> Problem:
    binds = isinstance(found.place.node, tree.Name | tree.Attribute | tree.Subscript | tree.Call)
    code = (found.place, ".copy()") if binds else ("(", found.place, ").copy()")
    return Problem(
        found.place,
        "this array goes backwards through memory: torch makes no tensor of it, and raises `ValueError`",
        help="copy it: `.copy()`",
        related=(Evidence(found.turned, "a view that goes backwards is taken here"),),
        certain=found.certain,
        loader=loader,
        repair=Repair("copy the array", (Replace(found.place, code),)),
    )
