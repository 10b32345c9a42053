"""A seed that is too large for NumPy.

## What it does
Reports loaders with workers whose `worker_init_fn` or item code seeds NumPy (`np.random.seed`, `RandomState`) from
torch's seed without bringing it below `2**32`. A seed that can exceed it by the worker's id only is reported as advice.

## Why is this bad?
torch's seed is a random number of 63 bits, and NumPy's legacy streams take 32 bits. So the worker nearly always ends
with `ValueError: Seed must be between 0 and 2**32 - 1`. With `% (2**32 - 1) + worker_id` that happens in one of about 4
billion runs; the worker's id is already part of torch's seed.

## Example
```python
import numpy as np
import torch
from torch.utils.data import DataLoader


def seed_worker(worker_id):
    np.random.seed(torch.initial_seed())


loader = DataLoader(range(100), num_workers=4, worker_init_fn=seed_worker)
```

## Use instead
```python
import numpy as np
import torch
from torch.utils.data import DataLoader


def seed_worker(worker_id):
    np.random.seed(torch.initial_seed() % 2**32)


loader = DataLoader(range(100), num_workers=4, worker_init_fn=seed_worker)
```

## Fix safety
A seed that raises has no effect that a program could depend on: a fix is safe.

## References
- [Reproducibility: DataLoader](https://docs.pytorch.org/docs/stable/notes/randomness.html#dataloader)
- [numpy.random.seed](https://numpy.org/doc/stable/reference/random/generated/numpy.random.seed.html)
"""

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Frame, at_large
from loaderlint.model.libraries.facts import Fact, Family
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.seed_range import Bounds, BoundsOf
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.repairs.seed_value import seed_in_range
from loaderlint.rule import Applicability, Claim, Evidence, NoExperiment, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree

#: The bits of a seed that NumPy's legacy streams take, and the greatest of these seeds.
_BITS = 32
_LIMIT = 2**_BITS - 1


@rule(
    Severity.ERROR,
    needs=("worker_init_fn",),
    fix=Applicability.SAFE,
    claim=Claim("construct", (Sign.RAISES,), needs=("num_workers",)),
    claim_at={Severity.ADVICE: NoExperiment("it is too rare to wait for")},
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose workers seed NumPy with more than it takes."""
    for loader in analysis.loaders:
        if not loader.may_have_workers or loader["num_workers"].may_be(0):
            continue
        for seed, bounds, place in _seeds(analysis, loader):
            if bounds.high > _LIMIT:
                yield _problem(loader, seed, bounds, place)


def _problem(loader: Loader, seed: Place, bounds: Bounds, place: Place) -> Problem:
    rare = bounds.high < 2 * _LIMIT
    return Problem(
        place,
        "the seed for NumPy can be `2**32` or more: then it raises `ValueError` in the worker, which is rare"
        if rare
        else "the seed is far larger than NumPy takes: it raises `ValueError` in the worker, nearly always",
        help="seed from `torch.initial_seed() % 2**32`, which is different in every worker",
        related=(Evidence(seed, "NumPy takes seeds below `2**32`"),),
        severity=Severity.ADVICE if rare else None,
        loader=loader,
        rests_on_workers=True,
        repair=seed_in_range(seed),
    )


def _seeds(analysis: Analysis, loader: Loader) -> Iterator[tuple[Place, Bounds, Place]]:
    """The seeds that workers give to NumPy, with their bounds and what of the loader leads there."""
    count = loader["num_workers"].constant
    workers = count.value if count and isinstance(count.value, int) else None
    init = analysis.worker_init(loader)
    if init is not None:
        params = init.node.params[1 if init.receiver is not None else 0 :]
        of_init = BoundsOf(analysis.model.evaluator, workers, params[0] if params and init.partial is None else None)
        for seed, bounds in _bounded(analysis.model.explorer.functions([init]), of_init):
            yield seed, bounds, loader["worker_init_fn"].place or loader.place
    of_items = BoundsOf(analysis.model.evaluator, workers, None)
    for dataset in loader.datasets():
        for seed, bounds in _bounded(analysis.item_code(dataset), of_items):
            yield seed, bounds, loader.place


def _bounded(code: ItemCode, bounds_of: BoundsOf) -> Iterator[tuple[Place, Bounds]]:
    calls: list[tuple[Place, Frame]] = []
    for seeding in code.seedings:
        own = seeding.rng is not None and _is_legacy(seeding.rng.fact)
        if seeding.families == (Family.NUMPY,) or (own and seeding.function == "seed"):
            calls.append((seeding.place, seeding.frame))
    calls += [(place, at_large(place.file)) for called, place in code.calls if _is_legacy(called.fact)]
    for place, frame in calls:
        call = place.node
        if isinstance(call, tree.Call) and call.args and not call.args[0].star:
            bounds = bounds_of.expression(call.args[0].value, frame)
            if bounds is not None:
                yield Place(place.file, call.args[0]), bounds


def _is_legacy(fact: Fact) -> bool:
    """Whether an RNG object is one of NumPy's old ones, which take 32 bits."""
    return fact.rng is not None and fact.rng.bits == _BITS
