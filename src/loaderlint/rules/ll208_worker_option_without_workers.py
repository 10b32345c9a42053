"""An option for workers where there are none.

## What it does
Reports `multiprocessing_context`, `timeout`, `worker_init_fn` and `in_order=False` on loaders whose `num_workers` is
known to be 0, given or by default.

## Why is this bad?
torch refuses `multiprocessing_context` when the loader is built (`ValueError`) and a positive `timeout` when it is
first iterated (`AssertionError`): these are errors. `worker_init_fn` and `in_order=False` are accepted and never
used, which is advice: a seed set in `worker_init_fn` is not set. A factory in another file may give them to every
loader: that is left alone.

## Example
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), timeout=30)
```

## Use instead
```python
from torch.utils.data import DataLoader

loader = DataLoader(range(100), num_workers=4, timeout=30)
```

## Fix safety
Without workers the options have no effect but the error: leaving them out changes nothing else.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.requirements import TorchRange
from loaderlint.repairs.loader_options import leave_out_without_workers
from loaderlint.rule import Applicability, Claim, NoExperiment, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import no_workers


@rule(
    Severity.ERROR,
    needs=("num_workers",),
    fix=Applicability.SAFE,
    claim=Claim("construct", (Sign.RAISES,), certain=False),
    claim_at={Severity.ADVICE: NoExperiment("without workers nothing asks for the option")},
    at_once=True,
)
def check(analysis: Analysis) -> Problems:
    """Yield options that speak to workers that do not exist."""
    for loader in analysis.loaders:
        if loader.workers is not False:
            continue
        why, evidence = no_workers(loader)
        for name, outcome, severity in _useless(loader, analysis.target):
            if severity is Severity.ADVICE and loader.made.file is not analysis.file:
                continue  # a factory gives it to all its loaders, for those that have workers
            yield Problem(
                loader[name].place or loader.place,
                f"`{name}` needs workers, but {why}: {outcome}",
                help=f"give `num_workers` a positive number, or leave `{name}` out",
                related=evidence,
                severity=severity,
                unless=(Shown("given workers", loader.place),) if severity is Severity.ADVICE else (),
                repair=leave_out_without_workers(loader, name),
                loader=loader,
            )


#: The first release that takes `in_order`; older ones raise `TypeError`, with or without workers.
_KNOWS_IN_ORDER = "2.6"


def _useless(loader: Loader, target: TorchRange) -> Iterator[tuple[str, str, Severity]]:
    """The options that are set, with what torch makes of each (FACTS.md 5)."""
    if loader["multiprocessing_context"].is_given:
        yield "multiprocessing_context", "torch raises `ValueError`", Severity.ERROR
    timeout = loader["timeout"].constant
    if timeout is not None and isinstance(timeout.value, int | float) and timeout.value > 0:
        yield "timeout", "torch raises `AssertionError` on the first batch", Severity.ERROR
    if loader["worker_init_fn"].is_given:
        yield "worker_init_fn", "it is never called", Severity.ADVICE
    if loader["in_order"].is_(False) and target.admits_from(_KNOWS_IN_ORDER):
        yield "in_order", "it has no effect", Severity.ADVICE
