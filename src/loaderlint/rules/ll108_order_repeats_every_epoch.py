"""A loop over epochs that seeds the order of its loader anew.

## What it does
Reports constant seeds inside a loop over epochs that set the stream which a shuffling loader takes its order from:
torch's global stream (`torch.manual_seed(0)`), or the loader's own generator, made again or seeded again every time.
The last seed before the loader is iterated decides. One that is set under a condition counts only if the condition asks
for the seed itself, or decides as well that the loader is iterated. Silent for a loop that only evaluates.

## Why is this bad?
Every epoch starts the stream from its beginning, so every epoch has the same order: the batches are the same ones,
again and again. With torch's global stream the workers' seeds repeat as well, and with them all random augmentation.

## Example
```python
import torch
from torch.utils.data import DataLoader

loader = DataLoader(range(100), batch_size=10, shuffle=True)
for epoch in range(10):
    torch.manual_seed(0)
    for batch in loader:
        print(epoch, batch)
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader

torch.manual_seed(0)
loader = DataLoader(range(100), batch_size=10, shuffle=True)
for epoch in range(10):
    for batch in loader:
        print(epoch, batch)
```

## Fix safety
Without the seed every epoch has another order, and other random numbers, so a fix is unsafe. It moves seeds that a loop
begins with in front of it, and leaves all others alone: they may be meant for what follows them. One that an evaluation
begins with freezes what that draws: `torch.random.fork_rng` puts the state of the stream back afterwards.

## References
- [Reproducibility](https://docs.pytorch.org/docs/stable/notes/randomness.html#pytorch-random-number-generator)
"""

from itertools import takewhile

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.sampler import shuffled_at
from loaderlint.model.project.file import Place
from loaderlint.model.training.role import Role
from loaderlint.model.training.seed_restarts import Restart, restart
from loaderlint.repairs.plan import Move, Refusal, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Sign, rule
from loaderlint.rules.wording import consumed
from loaderlint.syntax import tree


@rule(
    Severity.WARNING,
    needs=("shuffle", "sampler", "batch_sampler", "generator"),
    fix=Applicability.UNSAFE,
    claim=Claim("epochs", (Sign.ORDER_REPEATS,)),
)
def check(analysis: Analysis) -> Problems:
    """Yield seeds in epoch loops that make every epoch's order the same."""
    seen: set[Place] = set()
    for usage in analysis.usages:
        shuffled = shuffled_at(usage.loader)
        for use in (use for use in usage.uses if use.role is not Role.EVALUATION) if shuffled is not None else ():
            found = restart(analysis.program, usage.loader, use)
            if found is None or shuffled is None:
                continue
            if found.call in seen:
                continue
            seen.add(found.call)
            evidence = [Evidence(shuffled, "shuffled with this stream"), *consumed(use)]
            if use.epochs is None and isinstance(found.loop.node, tree.For):
                head = Place(found.loop.file, found.loop.node.iterable)
                evidence.append(Evidence(head, "again in every turn of this loop"))
            if found.call != found.seeding:
                evidence.insert(0, Evidence(found.seeding, "seeded here"))
            yield Problem(
                found.call,
                "every epoch seeds the loader's order alike: it repeats from epoch to epoch",
                help=_HELP_FROZEN if _freezes(analysis, found) else _HELP,
                related=tuple(evidence),
                repair=_repair(found),
                loader=usage.loader,
            )


_HELP = "seed once, before the loop, or add the epoch to the seed"

#: An evaluation that draws the same noise each time gives figures that can be compared.
_HELP_FROZEN = (
    "put the evaluation that is seeded there into `with torch.random.fork_rng():`, or give this loader a generator of "
    "its own"
)


def _freezes(analysis: Analysis, found: Restart) -> bool:
    """Whether the call that leads to a seed leads to an evaluation as well: it may be meant to freeze that."""
    uses = (use for usage in analysis.usages for use in usage.uses if use.role is Role.EVALUATION)
    return any(scene.node is found.call.node for use in uses for scene in use.scenes)


def _repair(found: Restart) -> Repair | Refusal:
    """Seed before the loop what it seeds first of all."""
    loop, file = found.loop.node, found.loop.file
    if not isinstance(loop, tree.For) or file.scopes.parent.get(found.call.node) not in loop.body:
        return Refusal("the seed is not set in a statement of the loop itself")
    seeds = list(takewhile(_seeds, loop.body))
    if file.scopes.parent[found.call.node] not in seeds:
        return Refusal("the seed may be meant for what comes between it and the next turn of the loop")
    bound = file.scopes.scope_at(loop).names.items()
    made_there = {n for n, all_ in bound if any(b.node is loop or loop in file.scopes.ancestors(b.node) for b in all_)}
    if len(seeds) == len(loop.body) or any(made_there & set(tree.names(seed)) for seed in seeds):
        return Refusal("the seed depends on what the loop does")
    places = tuple(Place(file, seed) for seed in seeds)
    return Repair("seed before the loop", (Move(places, Place(file, loop)),))


def _seeds(statement: tree.Stmt) -> bool:
    """Whether a statement is a call that, by its name, seeds something."""
    match statement:
        case tree.Evaluate(values=(tree.Call(func=func),)):
            return "seed" in tree.last_name(func)
    return False
