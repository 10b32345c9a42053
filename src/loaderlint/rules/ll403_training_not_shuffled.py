"""Training that sees the samples in the same order in every epoch.

## What it does
Reports loaders that a program trains on for more than one epoch without `shuffle=True` or a sampler, if their dataset
has numbered samples. Where a sampler is given only under a condition, it reports the other case.

Silent where the dataset ignores the index or shuffles on its own, where the epoch loop changes the dataset or shuffles
something, where one batch holds the whole dataset, and where the model carries a state from one batch to the next.

## Why is this bad?
The batches are the same in every epoch, so the gradient has the same errors each time, and where samples lie sorted by
class or source a batch says little about the rest. A dataset that was shuffled once still has one order for the whole
run.

## Example
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(TensorDataset(torch.rand(1000, 1)), batch_size=10)
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, TensorDataset

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(TensorDataset(torch.rand(1000, 1)), batch_size=10, shuffle=True)
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Fix safety
Shuffling changes the order of the samples, and may not be wanted for sequences, so a fix is unsafe.

## References
- [Data loading order and `Sampler`](https://docs.pytorch.org/docs/stable/data.html#data-loading-order-and-sampler)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.dataset_kind import is_map
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.training.dataset_changes import possible_change
from loaderlint.model.training.run import Scene
from loaderlint.model.training.usage import Usage
from loaderlint.model.workers.item_work import SHUFFLING, orders_itself
from loaderlint.repairs.loader_options import give, of_others, written
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import consumed
from loaderlint.syntax import tree


@rule(
    Severity.WARNING,
    needs=("dataset", "shuffle", "sampler", "batch_sampler", "role", "epochs"),
    fix=Applicability.UNSAFE,
    claim=Claim("order", (Sign.IN_ORDER,)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders that are trained on in one order, epoch after epoch."""
    for usage, use in analysis.trained:
        loader = usage.loader
        if (
            not use.repeated
            or not _in_order(loader)
            or not is_map(analysis.model.evaluator, loader)
            or orders_itself(analysis.model.explorer, loader)
        ):
            continue
        if loader.may_be_one_batch or (use.loop and _carries_state(use.loop)):
            continue
        if use.epochs and _sees_to_order(analysis, usage, use.epochs):
            continue
        sampler = loader["sampler"]
        always = sampler.is_(None)
        given = (
            [Evidence(sampler.place, "a sampler is given only in some cases")] if sampler.place and not always else []
        )
        yield Problem(
            loader["shuffle"].place or loader.place,
            "training reads the dataset in the same order in every epoch"
            + ("" if always else " where there is no sampler"),
            help="add `shuffle=True`" if always else "shuffle in that case: `shuffle=sampler is None`",
            related=(*given, *consumed(use)),
            repair=of_others(loader) or _repair(loader, always=always),
            loader=loader,
        )


def _repair(loader: Loader, *, always: bool) -> Repair | Refusal:
    if always:
        return give(loader, ("shuffle", "True"))
    sampler = written(loader, "sampler")
    if sampler is None:
        return Refusal("the sampler has no name here that could be asked")
    return give(loader, ("shuffle", f"{sampler} is None"))


def _in_order(loader: Loader) -> bool:
    """Whether the loader reads in order: always, or where no sampler is given."""
    off = loader["shuffle"].is_(False) or loader["shuffle"].is_(None)
    return off and loader["sampler"].may_be(None) and loader["batch_sampler"].is_(None)


def _carries_state(loop: Scene) -> bool:
    """Whether the loop hands what one batch gave to the next, as in `output, state = model(batch, state)`."""
    for node in tree.walk(loop.node):
        match node:
            case tree.Assign(targets=(tree.Sequence(items=items),), value=tree.Call(args=args)):
                given = {a.value.id for a in args if isinstance(a.value, tree.Name)}
                if any(isinstance(item, tree.Name) and item.id in given for item in items):
                    return True
    return False


def _sees_to_order(analysis: Analysis, usage: Usage, epochs: Scene) -> bool:
    """Whether the loop over epochs shuffles something, or may change the dataset."""
    called = [n.func for n in tree.walk(epochs.node) if isinstance(n, tree.Call)]
    names = {
        f.attr if isinstance(f, tree.Attribute) else f.id for f in called if isinstance(f, tree.Attribute | tree.Name)
    }
    return bool(names & SHUFFLING) or possible_change(analysis.program, usage, epochs) is not None
