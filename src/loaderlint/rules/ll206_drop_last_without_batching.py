"""`drop_last=True` where nothing is batched.

## What it does
Reports loaders with `batch_size=None` and `drop_last=True`.

## Why is this bad?
`batch_size=None` turns batching off, so there is no last batch. torch raises `ValueError: batch_size=None option
disables auto-batching and is mutually exclusive with drop_last` as soon as the loader is built.

## Example
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), batch_size=None, drop_last=True)
```

## Use instead
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), batch_size=None)
```

## Fix safety
Without batching the option has no meaning: leaving it out changes nothing but the error.

## References
- [Disable automatic batching](https://docs.pytorch.org/docs/stable/data.html#disable-automatic-batching)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.repairs.loader_options import leave_out
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.ERROR,
    needs=("batch_size", "batch_sampler", "drop_last"),
    fix=Applicability.SAFE,
    claim=Claim("construct", (Sign.RAISES,), needs=("drop_last",)),
    at_once=True,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that drop the last of no batches."""
    for loader in analysis.loaders:
        batch_size, drop_last = loader["batch_size"], loader["drop_last"]
        set_off = batch_size.is_(None) and drop_last.is_true and loader["batch_sampler"].is_(None)
        if set_off and not loader.tests("batch_size"):
            yield Problem(
                drop_last.place or loader.place,
                "`drop_last=True` without batches, since `batch_size=None`: torch raises `ValueError`",
                help="leave `drop_last` out, or give `batch_size` a number",
                related=(Evidence(batch_size.place, "batching is turned off here"),) if batch_size.place else (),
                repair=leave_out(loader, "drop_last"),
                loader=loader,
            )
