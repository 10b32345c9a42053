"""`shuffle`, `sampler` or `batch_sampler` for an iterable dataset.

## What it does
Reports loaders over an `IterableDataset` that are given `shuffle=True`, a `sampler` or a `batch_sampler`.

## Why is this bad?
An iterable dataset decides its own order: there are no indices to shuffle or sample. torch raises `ValueError` as
soon as the loader is built.

## Example
```python
from torch.utils.data import DataLoader, IterableDataset


class Numbers(IterableDataset):
    def __iter__(self):
        return iter(range(100))


loader = DataLoader(Numbers(), batch_size=8, shuffle=True)
```

## Use instead
```python
from torch.utils.data import DataLoader, IterableDataset


class Numbers(IterableDataset):
    def __iter__(self):
        return iter(range(100))


loader = DataLoader(Numbers(), batch_size=8)
```

## Fix safety
The fix is shown, never applied: whoever wrote `shuffle=True` wants another order, which only the dataset's `__iter__`
can give.

## References
- [Iterable-style datasets](https://docs.pytorch.org/docs/stable/data.html#iterable-style-datasets)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import ClassRef, Instance, Member
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.repairs.loader_options import leave_out
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.ERROR,
    needs=("dataset", "shuffle"),
    fix=Applicability.DISPLAY,
    claim=Claim("construct", (Sign.RAISES,)),
    at_once=True,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that order what has no indices."""
    for loader in analysis.loaders:
        datasets = loader["dataset"].values
        if not datasets or not all(map(analysis.is_iterable, datasets)):
            continue
        made = (d.owner if isinstance(d, Member) else d for d in datasets)
        places = (_place(one) for one in made if isinstance(one, Instance))
        related = tuple(Evidence(place, "an IterableDataset") for place in places if place is not None)
        for name in _ordering(loader):
            yield Problem(
                loader[name].place or loader.place,
                f"`{name}` has no meaning for an `IterableDataset`: torch raises `ValueError`",
                help=f"leave `{name}` out, and order the samples in the dataset's `__iter__`",
                related=related,
                repair=leave_out(loader, name),
                loader=loader,
            )


def _place(dataset: Instance) -> Place | None:
    """Where the class of a dataset is defined, or one of a library's is made."""
    return Place(dataset.cls.file, dataset.cls.node) if isinstance(dataset.cls, ClassRef) else dataset.place


def _ordering(loader: Loader) -> list[str]:
    found = ["shuffle"] if loader["shuffle"].is_true else []
    return found + [name for name in ("sampler", "batch_sampler") if loader[name].is_given]
