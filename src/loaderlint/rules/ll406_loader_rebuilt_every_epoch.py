"""A loader that is built anew for every epoch from the same arguments.

## What it does
Reports loaders that are built inside a loop over epochs from things that the loop does not change, and are iterated
there.

It may be built in the loop itself, or in a function that the loop calls and that gives it back or goes through it. A
loop over steps counts as well, where it builds the loader each time that a pass is over: `if step % length == 0`. So
does a condition that the loop does not change: `if validation is not None`.
Silent where an argument is assigned or changed in the loop, where the loader is built under any other condition, and in
loops over anything but epochs: folds, runs and volumes need loaders of their own.

It is advice where `persistent_workers` is not asked for: a loader without workers costs little to build, and one that
is kept would start its workers anew in every epoch as well.

## Why is this bad?
A new loader starts new workers, whatever `persistent_workers` says, and each of them gets a new copy of the dataset.
Nothing is gained: a loader that is iterated again shuffles again.

## Example
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.rand(1000, 1))
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
for epoch in range(10):
    loader = DataLoader(data, batch_size=10, shuffle=True, num_workers=4, persistent_workers=True)
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

data = TensorDataset(torch.rand(1000, 1))
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(data, batch_size=10, shuffle=True, num_workers=4, persistent_workers=True)
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Fix safety
There is no fix: the loop may rely on a new loader in ways that are not seen.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.rebuilt_loaders import asked_by_count, rebuilt
from loaderlint.model.training.run import Scene
from loaderlint.rule import Claim, Evidence, Problem, Problems, Severity, Sign, rule, workers_start
from loaderlint.syntax import tree


@rule(Severity.WARNING, claim=Claim("epochs", (Sign.REBUILT,)))
def check(analysis: Analysis) -> Problems:
    """Yield loaders that a loop over epochs builds in every turn."""
    seen = set()
    for usage in analysis.usages:
        loader = usage.loader
        for use in usage.uses:
            loop = rebuilt(analysis.program, analysis.model.explorer, loader, use) if loader.place not in seen else None
            if loop is None:
                continue
            seen.add(loader.place)
            yield Problem(
                loader.place,
                "the loader is built anew for every epoch from the same arguments",
                help="build it once, before the loop" + (_KEPT if _loses_workers(loader) else ""),
                severity=None if _was_to_keep_workers(loader) else Severity.ADVICE,
                note="its workers are started again each time" if loader.workers else "",
                related=(
                    *(workers_start(loader) if loader.workers else ()),
                    _again_and_again(loader, loop),
                    Evidence(use.place, "iterated here"),
                ),
                loader=loader,
            )


def _again_and_again(loader: Loader, loop: Scene) -> Evidence:
    """Say when the loader is built again: in every turn of a loop, or of a loop over steps in some."""
    assert isinstance(loop.node, tree.For)
    if (asks := asked_by_count(loop.node, loader)) is not None:
        return Evidence(Place(loader.file, asks.test), "each time that this holds")
    return Evidence(Place(loop.file, loop.node.iterable), "in every turn of this loop")


#: A loader that is kept starts its workers in every epoch as well, unless it is told to keep them.
_KEPT = ", and let it keep its workers: `persistent_workers=True`"


def _loses_workers(loader: Loader) -> bool:
    return loader.workers is True and loader["persistent_workers"].is_(False)


def _was_to_keep_workers(loader: Loader) -> bool:
    """Whether workers are lost that a loader which is kept would keep."""
    has_workers = loader.may_have_workers and not loader.has_no_workers_by_default
    return has_workers and not loader["persistent_workers"].is_(False)
