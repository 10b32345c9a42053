"""An array with negative strides that torch is asked to make a tensor of.

## What it does
Reports item code and `collate_fn` that give `torch.from_numpy`, `torch.as_tensor`, `torch.tensor` or torchvision's
`ToTensor` an array that was flipped: by `[::-1]`, `np.flip`, `np.fliplr`, `np.flipud` or `np.rot90`. Samples that are
such arrays are reported as well, if the default collate function makes tensors of them.

Silent if the array is copied in between: `.copy()`, `.astype(...)`, `np.ascontiguousarray(...)` and arithmetic make
a new array. For a dataset class that no loader reads it is a warning. It is advice if an option has to be set for it,
such as `self.flip`, that is off by default or not known: the message names it.

## Why is this bad?
NumPy flips an array without a copy: the result is a view with a negative stride, which steps backwards through the
same memory. torch has no such tensors and raises `ValueError: At least one stride in the given numpy array is
negative`. If samples are flipped at random, the run ends at the first sample that is.

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
A copy holds the same numbers in the same order, so a fix is safe.

## References
- [`torch.from_numpy`](https://docs.pytorch.org/docs/stable/generated/torch.from_numpy.html)
- [`numpy.flip`](https://numpy.org/doc/stable/reference/generated/numpy.flip.html): a view is returned
"""

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.workers.backwards_arrays import Backwards, collated, made_tensors, may_turn
from loaderlint.repairs.plan import Repair, Replace
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import usually, where
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
    codes = [code for code in analysis.worker_code(loader) if may_turn(code)]
    for code in codes:
        yield from made_tensors(evaluator, data, code)
    if codes and analysis.collates_by_default(loader):
        for dataset in loader["dataset"].values:
            yield from collated(evaluator, data, dataset)


def _problem(found: Backwards, loader: Loader | None = None) -> Problem:
    binds = isinstance(found.place.node, tree.Name | tree.Attribute | tree.Subscript | tree.Call)
    code = (found.place, ".copy()") if binds else ("(", found.place, ").copy()")
    return Problem(
        found.place,
        f"this array has negative strides{where(found.options)}: torch cannot make a tensor of it, and raises "
        "`ValueError`",
        help="copy it: `.copy()`",
        note=usually(found.options),
        related=(Evidence(found.turned, "this makes a view with negative strides"),),
        severity=Severity.ADVICE if found.options else None,
        certain=found.certain,
        loader=loader,
        repair=Repair("copy the array", (Replace(found.place, code),)),
    )
