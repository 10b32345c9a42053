"""A resumed run that skips other samples than those that it has seen.

## What it does
Reports training loops that skip as many batches as a checkpoint says have been seen, over a loader that shuffles with a
stream of random numbers that the program neither puts back nor seeds anew in every epoch.

## Why is this bad?
The loader draws another order than the run that was stopped. The batches that are skipped hold samples that were never
seen, and some that come after have been seen already: of 64 samples, 5 batches of 4 skipped, 50 or so are trained on.

## Example
```python
import os

import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(TensorDataset(torch.rand(64, 1)), batch_size=4, shuffle=True)
state = torch.load("last.pt") if os.path.exists("last.pt") else {"epoch": 0, "step": 0}
for epoch in range(state["epoch"], 10):
    for step, (batch,) in enumerate(loader):
        if epoch == state["epoch"] and step < state["step"]:
            continue
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
        torch.save({"epoch": epoch, "step": step + 1}, "last.pt")
```

## Use instead
```python
import os

import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
generator = torch.Generator()
loader = DataLoader(TensorDataset(torch.rand(64, 1)), batch_size=4, shuffle=True, generator=generator)
state = torch.load("last.pt") if os.path.exists("last.pt") else {"epoch": 0, "step": 0}
for epoch in range(state["epoch"], 10):
    generator.manual_seed(epoch)
    for step, (batch,) in enumerate(loader):
        if epoch == state["epoch"] and step < state["step"]:
            continue
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
        torch.save({"epoch": epoch, "step": step + 1}, "last.pt")
```

## Fix safety
There is no fix: the order of an older run cannot be found again. `torchdata`'s `StatefulDataLoader` keeps it for you.

## References
- [Reproducibility of `DataLoader`](https://docs.pytorch.org/docs/stable/notes/randomness.html#dataloader)
- [`StatefulDataLoader`](https://docs.pytorch.org/data/main/torchdata.stateful_dataloader.html)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.sampler import shuffled_at
from loaderlint.model.training.skipped_batches import is_put_back, skipped
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule


@rule(
    Severity.WARNING,
    needs=("shuffle", "sampler", "batch_sampler", "generator", "role"),
    claim=Claim("order", (Sign.FOLLOWS_GLOBAL_RNG,), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loops that skip the first batches of an order that is drawn anew."""
    for usage, use in analysis.trained:
        loader = usage.loader
        shuffled = shuffled_at(loader)
        skip = skipped(analysis.program, loader, use) if shuffled else None
        if shuffled is None or skip is None or is_put_back(analysis.program, loader, use):
            continue
        yield Problem(
            skip.place,
            "a resumed run skips the wrong samples: the loader draws another order than before",
            help="give the loader a generator and seed that at the start of every epoch: "
            "`generator.manual_seed(seed + epoch)`",
            related=(
                Evidence(shuffled, "shuffled here"),
                Evidence(skip.read, "how many batches were seen is read here"),
            ),
            loader=loader,
        )
