"""A resumed run that skips samples which it has not trained on.

## What it does
Reports training loops that resume in the middle of an epoch by skipping the first batches of the loader, if the loader
shuffles and the program neither restores the state of the random stream nor seeds it in every epoch.

It is advice where the loader is prepared by accelerate, of which some releases bring the order back (measured with one
process: 0.24 and 0.25 do, 1.2 and 1.11 do not).

## Why is this bad?
After the restart the loader shuffles into another order. Some of the skipped samples were never trained on, and some
of the later ones are trained on twice. If 5 of 16 batches of 4 samples are skipped, only about 50 of the 64 samples are
trained on in that epoch.

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
There is no fix: the order of an earlier run cannot be recovered. `torchdata`'s `StatefulDataLoader` saves it for you.

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
            "a resumed run skips the wrong samples: the loader shuffles into another order than before",
            severity=Severity.ADVICE if loader.made in analysis.shared_out else None,
            note="some releases of accelerate bring the order back" if loader.made in analysis.shared_out else "",
            help="give the loader a generator, and seed it at the start of every epoch: "
            "`generator.manual_seed(seed + epoch)`",
            related=(
                Evidence(shuffled, "shuffled here"),
                *([Evidence(skip.read, "the number of batches to skip is read here")] if skip.read else []),
            ),
            loader=loader,
        )
