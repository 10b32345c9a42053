"""Training that reads and decodes every sample itself.

## What it does
Reports loaders that a program trains on without `num_workers`, if their dataset reads or decodes a file for every
sample, or is one of torchvision's that transforms a picture for it. An explicit `num_workers=0` is taken as meant, but
not the 0 that a parameter of the project, or an option of the command line, has by default.

## Why is this bad?
With no workers the training loop itself loads each sample of each batch before it goes on: while it reads and decodes,
the model waits, and while the model computes, nothing is read.

## Example
```python
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision.transforms import ToTensor

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
images = ImageFolder("images", ToTensor())
loader = DataLoader(images, batch_size=32, shuffle=True)
for epoch in range(10):
    for images, labels in loader:
        optimizer.zero_grad()
        model(images).sum().backward()
        optimizer.step()
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader
from torchvision.datasets import ImageFolder
from torchvision.transforms import ToTensor

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
images = ImageFolder("images", ToTensor())
loader = DataLoader(images, batch_size=32, shuffle=True, num_workers=4, persistent_workers=True)
for epoch in range(10):
    for images, labels in loader:
        optimizer.zero_grad()
        model(images).sum().backward()
        optimizer.step()
```

## Fix safety
Workers are processes: they take memory, draw from random streams of their own, and need data that can be copied to
them. A fix is unsafe. It gives four workers and keeps them between epochs; the best number depends on the machine, and
`loaderlint tune` measures it. None are given where item code shares an open file, uses CUDA, or cannot be pickled.

## References
- [Multi-process data loading](https://docs.pytorch.org/docs/stable/data.html#multi-process-data-loading)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.dataset_kind import is_map
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.workers.item_work import item_work
from loaderlint.repairs.loader_options import give
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.repairs.worker_fitness import cannot_have_workers
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import by_default, consumed


@rule(
    Severity.ADVICE,
    needs=("dataset", "num_workers", "role"),
    fix=Applicability.UNSAFE,
    claim=Claim("throughput", (Sign.WAITS_FOR_DATA,), besides=("transfer",), certain=False),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that are trained on, and whose samples the main process loads."""
    for usage, use in analysis.trained:
        loader = usage.loader
        number = loader["num_workers"]
        if not (number.is_left_at(0) or loader.has_no_workers_by_default) or not is_map(
            analysis.model.evaluator, loader
        ):
            continue
        if work := item_work(analysis.model.explorer, loader):
            yield Problem(
                loader.place,
                "training waits for every sample to be loaded: there are no workers",
                help="let workers load ahead: `num_workers=4`, or what a measurement on your machine shows",
                related=(
                    Evidence(*work),
                    *by_default(loader, "num_workers"),
                    *consumed(use),
                ),
                repair=_repair(analysis, loader),
                loader=loader,
                # Of whoever makes the object that a hook belongs to, a file may know nothing.
                unless=(Shown("given workers", loader.place),) if loader.frame.is_at_large else (),
            )


def _repair(analysis: Analysis, loader: Loader) -> Repair | Refusal:
    if loader["num_workers"].given is not False:
        return Refusal("the number of workers is a default: whoever calls or runs this may ask for another")
    kept = (("persistent_workers", "True"),) if analysis.may_keep_workers(loader) else ()
    return cannot_have_workers(analysis, loader) or give(loader, ("num_workers", "4"), *kept)
