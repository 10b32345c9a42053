"""A dataset that returns None where the default collate function must make a batch.

## What it does
Reports where the `__getitem__` of a dataset returns None, after an exception that it catches or by `return None`, if a
loader with the default `collate_fn` reads it. A sample such as `(image, None)` counts as well. Where only a condition
leads there it is a warning.

Silent for loaders without batches (`batch_size=None`), and where an index beyond the length is answered with None.

## Why is this bad?
The default collate function raises `TypeError: default_collate: batch must contain tensors, numpy arrays, numbers,
dicts or lists; found NoneType`, in the middle of an epoch: with the first sample that cannot be read, the run is
over, though the code meant to skip it.

## Example
```python
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        try:
            return torch.load(self.paths[index])
        except OSError:
            return None


loader = DataLoader(Images(["a.pt", "b.pt"]), batch_size=8)
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, Dataset, default_collate


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        try:
            return torch.load(self.paths[index])
        except OSError:
            return None


def collate(samples):
    return default_collate([sample for sample in samples if sample is not None])


loader = DataLoader(Images(["a.pt", "b.pt"]), batch_size=8, collate_fn=collate)
```

## Fix safety
There is no automatic fix: samples can be left out of the batch, replaced by others, or sorted out beforehand.

## References
- [`torch.utils.data.default_collate`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.default_collate)
"""

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import FunctionRef, Instance
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.workers.none_results import Nothing, nothings
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.ERROR,
    needs=("dataset", "batch_size", "collate_fn"),
    claim=Claim("samples", (Sign.RAISES,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield where datasets give samples that the loaders which read them cannot make a batch of."""
    found: dict[Place, tuple[Nothing, list[Loader]]] = {}
    for loader in analysis.loaders:
        datasets = loader.datasets() if analysis.collates_by_default(loader) else []
        nothings = [nothing for dataset in datasets for nothing in _nothings(analysis, dataset)]
        if nothings:
            first = next((n for n in nothings if n.certain), nothings[0])
            found.setdefault(first.place, (first, []))[1].append(loader)
    for nothing, (loader, *others) in found.values():
        what = "the method ends here, and so returns None" if nothing.falls else "the sample is or holds None"
        yield Problem(
            nothing.place,
            f"{what}, which the default `collate_fn` cannot batch: it raises an error",
            help="leave such samples out in a `collate_fn` of your own, or return another sample",
            related=tuple(Evidence(other.place, "another loader that reads it") for other in others),
            certain=nothing.certain,
            loader=loader,
            datasets=tuple(d for d in loader.datasets() if any(_nothings(analysis, d))),
        )


def _nothings(analysis: Analysis, dataset: Instance) -> Iterator[Nothing]:
    evaluator = analysis.model.evaluator
    for method in evaluator.attributes.attribute(dataset, "__getitem__"):
        if isinstance(method, FunctionRef):
            yield from nothings(evaluator, method)
