"""A loop that takes the first batch of a loader, again and again.

## What it does
Reports `next(iter(loader))` that a loop runs in every turn, if the loader starts workers for it each time, or if it
does not shuffle and the loop trains on that batch. Workers started for one batch are advice where each turn of the loop
goes through a whole loader as well.

## Why is this bad?
`iter(loader)` starts from the beginning. With workers (unless they are persistent) it starts new processes, which load
several batches, all but one of which are thrown away. Without shuffling it has the same samples every time: the rest
of the dataset is never seen.

## Example
```python
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, num_workers=4)
for step in range(100):
    batch = next(iter(loader))
    optimizer.zero_grad()
    model(batch).sum().backward()
    optimizer.step()
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, num_workers=4)
for batch in loader:
    optimizer.zero_grad()
    model(batch).sum().backward()
    optimizer.step()
```

## Fix safety
The fix is shown, never applied: other batches give other results, and `next` raises `StopIteration` when the loader is
exhausted. You must decide what happens then.

## References
- [`torch.utils.data.DataLoader`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.DataLoader)
"""

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.dataset_kind import is_map
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.first_batches import FirstBatch, first_batches
from loaderlint.model.workers.item_work import orders_itself
from loaderlint.repairs.names import is_taken
from loaderlint.repairs.plan import Before, Refusal, Repair, Replace
from loaderlint.rule import Applicability, Claim, Problem, Problems, Severity, Sign, rule
from loaderlint.syntax import tree


@rule(
    Severity.WARNING,
    needs=("num_workers", "persistent_workers"),
    fix=Applicability.DISPLAY,
    claim=Claim("epochs", (Sign.FIRST_BATCH_ONLY,)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loops that begin a loader again for every batch."""
    seen = set()
    for found in first_batches(analysis.program):
        loader = found.loader
        again = bool(loader.workers) and loader["persistent_workers"].is_(False)
        trains = found.loop.acts.keys() >= {"backward", "step"} and not found.off
        same = trains and _is_in_order(analysis, loader)
        if not (again or same) or found.place in seen:
            continue
        seen.add(found.place)
        yield Problem(
            found.place,
            "every turn of the loop trains on the samples of the first batch"
            if same
            else "every turn of the loop starts the workers anew for a single batch",
            help="iterate over the loader, or keep one `iter(loader)` and call `next` on that",
            severity=Severity.ADVICE if not same and _is_little(analysis, found) else None,
            loader=loader,
            rests_on_workers=again,
            repair=_repair(found),
        )


def _is_little(analysis: Analysis, found: FirstBatch) -> bool:
    """Whether one start more is little: each turn goes through a loader as well, or draws again as a batch is unfit."""
    return _draws_again(found) or any(found.loop in use.scenes[1:] for usage in analysis.usages for use in usage.uses)


def _draws_again(found: FirstBatch) -> bool:
    """Whether the loop goes on as long as the batch that it takes does not do."""
    loop, taking = found.loop.node, found.place.file.scopes.parent[found.place.node]
    if not isinstance(loop, tree.While) or not isinstance(taking, tree.Assign):
        return False
    return any(not set(tree.names(target)).isdisjoint(tree.names(loop.test)) for target in taking.targets)


def _repair(found: FirstBatch) -> Repair | Refusal:
    """Begin the loader once, before the loop."""
    assert isinstance(found.place.node, tree.Call)
    started = Place(found.place.file, found.place.node.args[0].value)
    if is_taken(started, "batches"):
        return Refusal("the name `batches` is taken")
    loop = Place(found.loop.file, found.loop.node)
    if _is_given_within(loop, started):
        return Refusal("the loop itself gives the loader its name")
    changes = (Before(loop, ("batches = ", started)), Replace(started, "batches"))
    return Repair("begin the loader once, before the loop", changes)


def _is_given_within(loop: Place, started: Place) -> bool:
    """Whether a name in an expression is given its value in a loop: it may not exist before that."""
    names = [node for node in tree.walk(started.node) if isinstance(node, tree.Name)]
    found = [started.file.scopes.scope_at(name).lookup(name.id) for name in names]
    bound = [binding.node for home in found if home for binding in home[1]]
    return any(loop.node in (node, *loop.file.scopes.ancestors(node)) for node in bound)


def _is_in_order(analysis: Analysis, loader: Loader) -> bool:
    """Whether the loader certainly begins with the same samples each time."""
    off = loader["shuffle"].is_(False) or loader["shuffle"].is_(None)
    fixed = off and loader["sampler"].is_(None) and loader["batch_sampler"].is_(None)
    return fixed and is_map(analysis.model.evaluator, loader) and not orders_itself(analysis.model.explorer, loader)
