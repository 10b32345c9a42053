"""`persistent_workers=True` where there are no workers to keep.

## What it does
Reports loaders that ask for `persistent_workers=True` while `num_workers` is known to be 0, given or by default.

## Why is this bad?
torch raises `ValueError: persistent_workers option needs num_workers > 0` as soon as the loader is built.

## Example
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), persistent_workers=True)
```

## Use instead
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), num_workers=4, persistent_workers=True)
```

## Fix safety
Without workers the option has no meaning: leaving it out changes nothing but the error.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.repairs.loader_options import leave_out_without_workers
from loaderlint.rule import Applicability, Claim, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import no_workers


@rule(
    Severity.ERROR,
    needs=("num_workers", "persistent_workers"),
    fix=Applicability.SAFE,
    claim=Claim("construct", (Sign.RAISES,), needs=("persistent_workers",)),
    at_once=True,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose persistent workers do not exist."""
    for loader in analysis.loaders:
        option = loader["persistent_workers"]
        if option.is_true and loader.workers is False:
            why, evidence = no_workers(loader)
            yield Problem(
                option.place or loader.place,
                f"`persistent_workers=True` needs workers, but {why}: torch raises `ValueError`",
                help="give `num_workers` a positive number, or leave `persistent_workers` out",
                related=evidence,
                repair=leave_out_without_workers(loader, "persistent_workers"),
                loader=loader,
            )
