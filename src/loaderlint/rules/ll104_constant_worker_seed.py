"""A `worker_init_fn` that seeds every worker, or every epoch, alike.

## What it does
Reports loaders with workers whose `worker_init_fn` (a function, lambda, local function, bound method, `partial` or
callable object) seeds the stream that item code draws from

- with something that is the same in every worker, such as `np.random.seed(0)`: all workers draw the same numbers;
- with something that is the same in every epoch, such as `np.random.seed(worker_id)` or `np.random.get_state()[1][0] +
  worker_id`, while workers are restarted for each epoch: every epoch repeats the numbers of the first.

A function that seeds only another stream than the one drawn from is reported as a warning: it has no effect.

## Why is this bad?
torch has seeded these streams differently for each worker and epoch before it calls `worker_init_fn`. The function
undoes that: a run over 100 epochs sees one epoch's augmentations 100 times. (The `get_state()` recipe was right
before torch 1.9; since then that word of the state is always 2147483648.)

## Example
```python
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + np.random.normal()


def seed_worker(worker_id):
    np.random.seed(worker_id)


loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=seed_worker)
```

## Use instead
```python
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + np.random.normal()


def seed_worker(worker_id):
    np.random.seed(torch.initial_seed() % 2**32)


loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=seed_worker)
```

## Fix safety
Another seed changes which random numbers the program sees, so a fix is unsafe.

## References
- [Randomness in multi-process data
  loading](https://docs.pytorch.org/docs/stable/data.html#randomness-in-multi-process-data-loading)
- torch/utils/data/_utils/worker.py, `_worker_loop`: what torch seeds in a worker
"""

from collections.abc import Iterator

from loaderlint.finding import Severity
from loaderlint.model.analysis import Analysis
from loaderlint.model.itemcode import Draw, ItemCode, Seeding
from loaderlint.model.loader import Loader
from loaderlint.model.meaning import FunctionRef
from loaderlint.model.streams import Family
from loaderlint.model.variation import VariationOf
from loaderlint.rule import Evidence, Problem, rule
from loaderlint.syntax import tree


@rule("LL104", "constant-worker-seed", Severity.ERROR, experiment="draws")
def check(analysis: Analysis) -> Iterator[Problem]:
    """Yield loaders whose workers are seeded alike."""
    for loader in analysis.loaders:
        function = analysis.worker_init(loader) if loader.may_have_workers else None
        if function is None:
            continue
        drawn = _drawn(analysis, loader)
        code = analysis.model.explorer.functions([function])
        problem = _repeats(analysis, loader, function, code, drawn) or _misses(loader, code, drawn)
        if problem is not None:
            yield problem


def _drawn(analysis: Analysis, loader: Loader) -> dict[Family, Draw]:
    """The first draw from each stream in the loader's item code."""
    drawn: dict[Family, Draw] = {}
    for code in (*map(analysis.item_code, loader.datasets()), analysis.collate_code(loader)):
        for draw in code.draws:
            drawn.setdefault(draw.family, draw)
    return drawn


def _repeats(
    analysis: Analysis, loader: Loader, function: FunctionRef, code: ItemCode, drawn: dict[Family, Draw]
) -> Problem | None:
    """The problem of a seed that is the same in every worker or in every epoch, for a stream that is drawn from."""
    variation_of = VariationOf(analysis.model.evaluator, function.node)
    last: dict[Family, Seeding] = {family: seeding for seeding in code.seedings for family in seeding.families}
    for family, draw in drawn.items():
        seeding = last.get(family)
        seed = _seed(seeding) if seeding else None
        if seeding is None or seed is None:
            continue
        variation = variation_of.expression(seeding.place.file, seed, seeding.frame)
        if variation is None or (variation.worker and variation.epoch):
            continue
        if not variation.worker and not loader["num_workers"].is_(1):
            what = f"every worker seeds {family.value} alike: all workers draw the same numbers"
        elif not variation.epoch and loader["persistent_workers"].is_(False):
            what = f"workers seed {family.value} alike in every epoch: each epoch repeats the same random numbers"
        else:
            continue
        return Problem(
            loader["worker_init_fn"].place or loader.place,
            what,
            help="seed from `torch.initial_seed() % 2**32`, which torch makes new for every worker and epoch",
            note="" if loader.workers else "the number of workers is not known here; with 0 the function is not called",
            related=(
                Evidence(seeding.place, "seeded here, at the start of every worker"),
                Evidence(draw.place, "item code draws from it here"),
            ),
            severity=None if loader.workers else Severity.WARNING,
        )
    return None


def _misses(loader: Loader, code: ItemCode, drawn: dict[Family, Draw]) -> Problem | None:
    """The problem of a function that seeds streams which item code does not draw from."""
    seeded = code.seeded
    only_seeds = seeded and not code.opaque and "dataset" not in code.touched
    if not only_seeds or not drawn or seeded & drawn.keys() or Family.OBJECT in drawn:
        return None
    family, draw = next(iter(drawn.items()))
    first = code.seedings[0]
    return Problem(
        loader["worker_init_fn"].place or loader.place,
        f"seeds {first.families[0].value}, but samples are drawn from {family.value}: the seed has no effect",
        help=f"seed {family.value} instead, from `torch.initial_seed() % 2**32`",
        related=(
            Evidence(first.place, "seeded here, at the start of every worker"),
            Evidence(draw.place, "item code draws from it here"),
        ),
        severity=Severity.WARNING,
    )


def _seed(seeding: Seeding) -> tree.Expr | None:
    """The expression that a stream is seeded with; None where the call has none (a fresh seed from the system)."""
    call = seeding.place.node
    assert isinstance(call, tree.Call)
    arguments = [a for a in call.args if not a.star]
    return arguments[0].value if arguments else None
