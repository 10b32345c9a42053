"""`shuffle=True` beside a sampler.

## What it does
Reports loaders that are given a sampler and `shuffle=True`.

## Why is this bad?
Both decide the order. torch raises `ValueError: sampler option is mutually exclusive with shuffle` as soon as the
loader is built.

## Example
```python
from torch.utils.data import DataLoader, RandomSampler

data = range(100)
loader = DataLoader(data, sampler=RandomSampler(data), shuffle=True)
```

## Use instead
```python
from torch.utils.data import DataLoader, RandomSampler

data = range(100)
loader = DataLoader(data, sampler=RandomSampler(data))
```

## Fix safety
Leaving `shuffle` out keeps the sampler's order, the only one that could be meant.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.repairs.loader_options import leave_out
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.ERROR,
    needs=("shuffle", "sampler"),
    fix=Applicability.SAFE,
    claim=Claim("construct", (Sign.RAISES,), needs=("shuffle", "sampler")),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose order is decided twice."""
    for loader in analysis.loaders:
        shuffle, sampler = loader["shuffle"], loader["sampler"]
        if shuffle.is_true and sampler.is_given:
            yield Problem(
                shuffle.place or loader.place,
                "`shuffle=True` beside a sampler: torch raises `ValueError`",
                help="leave `shuffle` out: the sampler decides the order",
                related=(Evidence(sampler.place, "the sampler is given here"),) if sampler.place else (),
                repair=leave_out(loader, "shuffle"),
                loader=loader,
            )
