"""A shuffling loader without a generator in a program that seeds torch.

## What it does
Reports loaders that shuffle (`shuffle=True`, `RandomSampler`, `SubsetRandomSampler`, `WeightedRandomSampler`) without
a `generator` in a program that seeds torch. With `preset = "reproducible"` every loader that shuffles counts, as a
warning. So do those that shuffle in runs without a `DistributedSampler`, and are given one in others. Silent where the
project requires a torch before 1.6, whose loaders take no `generator`.

## Why is this bad?
A program that seeds torch means to repeat its runs. Without a generator the order comes from torch's global stream: one
more draw before the epoch (a layer more in the model, a validation loader, `persistent_workers` switched on) and the
same seed gives another order. The seeds of the workers come from there as well, so random augmentation changes with it.
A loader with a generator of its own keeps its order, and repeats its augmentation.

## Example
```python
import torch
from torch.utils.data import DataLoader

torch.manual_seed(0)
loader = DataLoader(range(100), shuffle=True)
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader

torch.manual_seed(0)
loader = DataLoader(range(100), shuffle=True, generator=torch.Generator().manual_seed(0))
```

## Fix safety
A generator changes the order, so a fix is unsafe. Each loader needs one of its own: a shared one couples their
orders. A sampler that the program makes uses its own generator, not the loader's. The seed is the program's own, with
the rank if there are ranks, and set under the program's own condition; there is no fix where it is not known, in a
loop, for an evaluation, which need not shuffle, or for loaders that are given a `DistributedSampler` at times: then the
workers of all ranks would draw alike.

## References
- [Reproducibility: DataLoader](https://docs.pytorch.org/docs/stable/notes/randomness.html#dataloader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.training.usage import Usage, Use
from loaderlint.repairs.generator import order_by_generator
from loaderlint.repairs.plan import Refusal
from loaderlint.rule import Applicability, Claim, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import at_random, drawn, seeded

_ALONE = " where there is no sampler"

_BY_RANKS = Refusal("where there is a sampler, the workers of all ranks would draw alike")

_IN_VAIN = Refusal("an evaluation need not shuffle (LL404)")


@rule(
    Severity.ADVICE,
    needs=("shuffle", "sampler", "batch_sampler", "generator"),
    fix=Applicability.UNSAFE,
    claim=Claim("order", (Sign.FOLLOWS_GLOBAL_RNG,)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose order hangs on torch's global stream."""
    if not analysis.takes("generator"):
        return
    for loader in analysis.loaders:
        always = analysis.shuffles_by_seed(loader)
        place = always or analysis.shuffles_alone_by_seed(loader)
        if place is None or analysis.program.only_looks_at(loader.call):
            continue
        augments = bool(loader.workers) and loader["worker_init_fn"].is_(None)
        draws = drawn(*analysis.worker_code(loader)) if augments else {}
        what = "the order, and the seeds of the workers for their augmentation, come" if draws else "the order comes"
        yield Problem(
            place,
            f"{what} from torch's global RNG{'' if always else _ALONE}: "
            f"any other draw before the epoch changes {'them' if draws else 'it'}",
            help="give it a generator of its own: `generator=torch.Generator().manual_seed(seed)`",
            related=(*at_random(draws), *seeded(analysis)),
            repair=_IN_VAIN
            if _is_in_vain(analysis, loader)
            else order_by_generator(analysis, loader)
            if always
            else _BY_RANKS,
            loader=loader,
        )


def _is_in_vain(analysis: Analysis, loader: Loader) -> bool:
    """Whether a loader is for an evaluation that need not shuffle."""
    evaluated = [(usage, use) for usage, use in analysis.evaluated("shuffle") if usage.loader.call is loader.call]
    return any(not _is_meant(usage, use) for usage, use in evaluated)


def _is_meant(usage: Usage, use: Use) -> bool:
    """Whether an evaluation has its reasons to shuffle, as LL404 sees them."""
    place = usage.loader["shuffle"].place
    return usage.sampled or use.differs_by_order or bool(place and place.reason)
