"""More workers than the program may have cores.

## What it does
Reports `num_workers` that is computed from the number of cores of the machine: as a warning where it is more than that
number, such as `2 * os.cpu_count()`, and as advice where it is that number.

## Why is this bad?
`os.cpu_count()` counts the cores of the machine, not those that the program may use: in a container, under a scheduler
or with CPU affinity there are fewer. Workers beyond them take turns, and each takes memory and time to start. torch
warns when the loader is built with more workers than it sees cores. In a distributed program every process on the
machine starts as many again.

## Example
```python
import os

from torch.utils.data import DataLoader

loader = DataLoader(range(1000), num_workers=2 * os.cpu_count())
```

## Use instead
```python
import os

from torch.utils.data import DataLoader

loader = DataLoader(range(1000), num_workers=len(os.sched_getaffinity(0)))
```

## Fix safety
The fix is shown, never applied: the best number depends on the machine; measure it. `os.sched_getaffinity` exists on
Linux only; Python 3.13 has `os.process_cpu_count()` everywhere.

## References
- [`os.cpu_count`](https://docs.python.org/3/library/os.html#os.cpu_count)
- torch/utils/data/dataloader.py, `_check_worker_number_rationality`: when torch warns
"""

from dataclasses import replace

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.core_counts import cores as count_cores
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.repairs.loader_options import give
from loaderlint.repairs.names import reference
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.rule import Applicability, Claim, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.WARNING,
    fix=Applicability.DISPLAY,
    claim=Claim("throughput", (Sign.MORE_THAN_CORES,), certain=False),
    at_once=True,
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders with a worker for every core of the machine, or more."""
    for loader in analysis.loaders:
        given = loader.options.expression("num_workers")
        number = count_cores(analysis.model.evaluator, *given) if given else None
        if number is not None:
            yield Problem(
                loader["num_workers"].place or loader.place,
                "more workers than the machine has cores"
                if number.beyond
                else "a worker for every core of the machine",
                help="count the cores that the program may use: `len(os.sched_getaffinity(0))`",
                note="" if number.beyond else "in a container or under a scheduler the program may use fewer",
                severity=None if number.beyond else Severity.ADVICE,
                repair=_repair(loader),
                loader=loader,
            )


def _repair(loader: Loader) -> Repair | Refusal:
    cores = reference(Place(loader.file, loader.call), "os.sched_getaffinity")
    if cores is None:
        return Refusal("the name `os` is taken")
    code, imports = cores
    given = give(loader, ("num_workers", f"len({code}(0))"))
    return given if isinstance(given, Refusal) else replace(given, changes=(*imports, *given.changes))
