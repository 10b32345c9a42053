"""`prefetch_factor` where there are no workers to fetch ahead.

## What it does
Reports loaders that set `prefetch_factor` while `num_workers` is known to be 0, given or by default. What torch
accepts there differs by version, so the project's torch range (`target-torch`) decides: before 2.0 the default was 2
and `None` was refused, from 2.0 on the default is `None` and every number is refused.

## Why is this bad?
torch raises `ValueError: prefetch_factor option could only be specified in multiprocessing` as soon as the loader is
built.

## Example
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), prefetch_factor=4)
```

## Use instead
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), num_workers=4, prefetch_factor=4)
```

## Fix safety
Without workers nothing is fetched ahead: leaving the option out changes nothing but the error.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.project.requirements import TorchRange
from loaderlint.repairs.loader_options import leave_out_without_workers
from loaderlint.rule import Applicability, Claim, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import no_workers


@rule(
    Severity.ERROR,
    needs=("num_workers", "prefetch_factor"),
    fix=Applicability.SAFE,
    claim=Claim("construct", (Sign.RAISES,), certain=False),
    at_once=True,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that set how much workers fetch ahead, but have none."""
    for loader in analysis.loaders:
        option = loader["prefetch_factor"]
        if not option.given or option.constant is None or loader.workers is not False:
            continue
        versions = _refused_by(option.constant.value, analysis.target)
        if versions is not None:
            why, evidence = no_workers(loader)
            yield Problem(
                option.place or loader.place,
                f"`prefetch_factor` needs workers, but {why}: torch{versions} raises `ValueError`",
                help="give `num_workers` a positive number, or leave `prefetch_factor` out",
                related=evidence,
                repair=leave_out_without_workers(loader, "prefetch_factor"),
                loader=loader,
            )


def _refused_by(value: object, target: TorchRange) -> str | None:
    """The torch versions in the project's range that refuse the value, `""` for all; None if none does (FACTS.md 5)."""
    if value is None:
        return " before 2.0" if target.runs_below("2.0") else None
    if value != 2:
        return ""
    if not target.admits_from("2.0"):
        return None
    return " from 2.0 on" if target.admits_below("2.0") else ""
