"""Options beside `batch_sampler` that it decides itself.

## What it does
Reports loaders that are given a `batch_sampler` and also `batch_size`, `shuffle`, `sampler` or `drop_last`.

## Why is this bad?
A batch sampler yields whole batches, so there is nothing left for these options. torch raises `ValueError:
batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last` as soon as the loader is
built. Only their default values (`batch_size=1`, `False`, `None`) are let through.

## Example
```python
from torch.utils.data import BatchSampler, DataLoader, RandomSampler

data = range(100)
batches = BatchSampler(RandomSampler(data), batch_size=8, drop_last=True)
loader = DataLoader(data, batch_size=8, batch_sampler=batches)
```

## Use instead
```python
from torch.utils.data import BatchSampler, DataLoader, RandomSampler

data = range(100)
batches = BatchSampler(RandomSampler(data), batch_size=8, drop_last=True)
loader = DataLoader(data, batch_sampler=batches)
```

## Fix safety
Leaving the options out keeps the batch sampler's batches, the only ones that could be meant.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.repairs.loader_options import leave_out
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.ERROR,
    needs=("batch_size", "batch_sampler"),
    fix=Applicability.SAFE,
    claim=Claim("construct", (Sign.RAISES,), needs=("batch_sampler",)),
    at_once=True,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders with options that their batch sampler leaves no room for."""
    for loader in analysis.loaders:
        batch_sampler = loader["batch_sampler"]
        conflicts = _conflicts(loader)
        if not batch_sampler.is_given or not conflicts:
            continue
        places = [place for name in conflicts if (place := loader[name].place)]
        names = " and ".join(f"`{name}`" for name in conflicts)
        related = [Evidence(place, "this too") for place in places[1:]]
        if batch_sampler.place:
            related.append(Evidence(batch_sampler.place, "the batch sampler is given here"))
        yield Problem(
            places[0] if places else loader.place,
            f"{names} beside `batch_sampler`: torch raises `ValueError`",
            help=f"leave {names} out: the batch sampler decides",
            related=tuple(related),
            repair=leave_out(loader, *conflicts),
            loader=loader,
        )


def _conflicts(loader: Loader) -> list[str]:
    """The options that are certainly set to something that torch refuses beside a batch sampler."""
    found = []
    batch_size = loader["batch_size"].constant
    if loader["batch_size"].given and batch_size is not None and batch_size.value != 1:
        found.append("batch_size")
    if loader["shuffle"].is_true:
        found.append("shuffle")
    if loader["sampler"].is_given:
        found.append("sampler")
    if loader["drop_last"].is_true:
        found.append("drop_last")
    return found
