"""A shuffling loader without a generator in a program that means to be repeatable.

## What it does
Reports loaders that shuffle (`shuffle=True`, `RandomSampler`, `SubsetRandomSampler`, `WeightedRandomSampler`) without
a `generator` in a program that seeds torch and asks for deterministic results: `use_deterministic_algorithms(True)`,
`cudnn.deterministic = True`, `seed_everything(..., workers=True)`, `Trainer(deterministic=True)`, in every run and not
by an option. `cudnn.benchmark = True` takes that back. With `preset = "reproducible"` every loader that shuffles
counts.

## Why is this bad?
A program that says so much means to repeat its runs. Without a generator the order comes from torch's global stream:
one more draw before the epoch (a layer more in the model, a validation loader, `persistent_workers` switched on) and
the same seed gives another order. A loader with a generator of its own keeps its order.

## Example
```python
import torch
from torch.utils.data import DataLoader

torch.manual_seed(0)
torch.backends.cudnn.deterministic = True
loader = DataLoader(range(100), shuffle=True)
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader

torch.manual_seed(0)
torch.backends.cudnn.deterministic = True
loader = DataLoader(range(100), shuffle=True, generator=torch.Generator().manual_seed(0))
```

## Fix safety
A generator changes the order, so a fix is unsafe. Each loader needs one of its own: a shared one couples their
orders. A sampler that is made by hand heeds its own generator, not the loader's. The seed is the program's own, with
the rank if there are ranks; there is no fix where it is not known, or in a loop.

## References
- [Reproducibility: DataLoader](https://docs.pytorch.org/docs/stable/notes/randomness.html#dataloader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.sampler import shuffled_at
from loaderlint.repairs.generator import order_by_generator
from loaderlint.rule import Applicability, Claim, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import promised


@rule(
    Severity.ADVICE,
    needs=("shuffle", "sampler", "batch_sampler", "generator"),
    fix=Applicability.UNSAFE,
    claim=Claim("order", (Sign.FOLLOWS_GLOBAL_RNG,)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose order hangs on torch's global stream."""
    if analysis.promise is None and not analysis.preset.wants_repeatability:
        return
    for loader in analysis.loaders:
        place = shuffled_at(loader)
        if place is not None and loader["generator"].is_(None):
            yield Problem(
                place,
                "the order comes from torch's global RNG: any other draw before the epoch changes it, seeded or not",
                help="give it a generator of its own: `generator=torch.Generator().manual_seed(seed)`",
                related=promised(analysis),
                repair=order_by_generator(analysis, loader),
                loader=loader,
            )
