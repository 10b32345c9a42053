"""An evaluation that shuffles.

## What it does
Reports loaders with `shuffle=True` whose batches are only evaluated on, in whole passes: gradients are off or the
model is set to `eval()`, and nothing calls `backward()`.

Silent where a pass may end early, and where single batches are taken from the loader (`next(iter(loader))`): then
shuffling decides what is looked at.

## Why is this bad?
A metric over the whole dataset does not depend on the order, but its outputs do: predictions no longer line up with
the samples from run to run, and batches differ when results are compared. Shuffling also draws from torch's global
RNG, so an evaluation more or less changes the training that follows.

## Example
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
loader = DataLoader(TensorDataset(torch.rand(1000, 1)), batch_size=10, shuffle=True)
model.eval()
with torch.no_grad():
    outputs = []
    for (batch,) in loader:
        outputs.append(model(batch))
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
loader = DataLoader(TensorDataset(torch.rand(1000, 1)), batch_size=10)
model.eval()
with torch.no_grad():
    outputs = []
    for (batch,) in loader:
        outputs.append(model(batch))
```

## Fix safety
The order of the samples changes, and with it what is drawn from torch's global RNG afterwards, so a fix is unsafe.

## References
- [Data loading order and `Sampler`](https://docs.pytorch.org/docs/stable/data.html#data-loading-order-and-sampler)
"""

from loaderlint.model.analysis import Analysis, given_by
from loaderlint.repairs.loader_options import leave_out, of_others
from loaderlint.rule import Applicability, Claim, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import consumed


@rule(
    Severity.ADVICE,
    needs=("shuffle", "role"),
    fix=Applicability.UNSAFE,
    claim=Claim("order", lacks=(Sign.IN_ORDER,), needs=("shuffle",)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that are only evaluated on, in random order."""
    for usage, use in analysis.evaluated("shuffle"):
        loader = usage.loader
        shuffle = loader["shuffle"]
        # A dict of options that is given under a condition shuffles where that holds.
        shuffles = shuffle.is_(True) or (shuffle.given is None and shuffle.may_be(True))
        # One batch to look at is meant to be another each time.
        if shuffles and not usage.sampled:
            one_of_several = bool(loader.frame.turns)
            yield Problem(
                shuffle.place or loader.place,
                "the samples of an evaluation are shuffled",
                help="shuffle for training alone: a metric over all samples is the same in any order"
                if one_of_several
                else "leave `shuffle` out: a metric over all samples is the same in any order",
                related=consumed(use),
                unless=tuple(Shown("trained on", place) for place in given_by(loader, "shuffle")),
                repair=of_others(loader) or leave_out(loader, "shuffle"),
                loader=loader,
            )
