"""The rank of a distributed program, asked for in a worker.

## What it does
Reports loaders with workers whose item code, `__iter__`, `collate_fn` or `worker_init_fn` calls
`torch.distributed.get_rank()`, `get_world_size()` or `is_initialized()`. It is an error if the program starts workers
by `spawn` or `forkserver`. Silent if it asks for `fork`, and if nothing raises and the answer only decides what is
printed.

## Why is this bad?
Only forked workers inherit the process group. In workers started by `spawn` or `forkserver`, `is_initialized()` is
False and the others raise `ValueError: Default process group has not been initialized`. Code that falls back to rank
0 there goes on, and every rank reads the same data.

## Example
```python
import torch.distributed as dist
from torch.utils.data import DataLoader, IterableDataset


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = lines

    def __iter__(self):
        rank = dist.get_rank()
        yield from self.lines[rank :: dist.get_world_size()]


loader = DataLoader(Lines([]), num_workers=1)
```

## Use instead
```python
import torch.distributed as dist
from torch.utils.data import DataLoader, IterableDataset


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = lines
        self.rank = dist.get_rank()
        self.world_size = dist.get_world_size()

    def __iter__(self):
        yield from self.lines[self.rank :: self.world_size]


loader = DataLoader(Lines([]), num_workers=1)
```

## Fix safety
There is no automatic fix: the process group must be initialized before the rank is read and kept.

## References
- [`torch.distributed.get_rank`](https://docs.pytorch.org/docs/stable/distributed.html#torch.distributed.get_rank)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.start_method import may_not_fork, start_method
from loaderlint.model.project.file import Place
from loaderlint.model.workers.rank_questions import rank_asked
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(Severity.WARNING, needs=("dataset",), claim=Claim("start methods", (Sign.RAISES_UNFORKED,), certain=False))
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers ask for the rank."""
    for loader in analysis.loaders:
        method = start_method(loader, analysis.file) if loader.may_have_workers else "fork"
        asked = None if method == "fork" else _asked(analysis, loader)
        if asked is not None:
            name, place = asked
            outcome = "is False" if name == "is_initialized" else "raises"
            condition = f": they are started by `{method}`" if method else " unless they are forked"
            yield Problem(
                loader.place,
                f"the workers of this loader call `{name}()`, which {outcome}{condition}",
                help="ask for the rank where the dataset is made, and keep it in an attribute",
                note=""
                if method
                else "forked workers inherit the process group; spawned ones, and those of `forkserver`, do not",
                related=(Evidence(place, "called in a worker"),),
                severity=_severity(analysis, loader, method),
                loader=loader,
                rests_on_workers=True,
            )


def _severity(analysis: Analysis, loader: Loader, method: str | None) -> Severity | None:
    """An error where workers are not forked, and advice where nothing speaks for that."""
    if method is not None:
        return Severity.ERROR
    return None if may_not_fork(loader, analysis.file) else Severity.ADVICE


def _asked(analysis: Analysis, loader: Loader) -> tuple[str, Place] | None:
    """The first question about the process group that workers ask, and where."""
    init = analysis.worker_init(loader)
    codes = [*analysis.worker_code(loader)]
    codes += [analysis.model.explorer.functions([init])] if init else []
    called, place = next(filter(None, map(rank_asked, codes)), (None, None))
    return (called.path.rpartition(".")[2], place) if called and place else None
