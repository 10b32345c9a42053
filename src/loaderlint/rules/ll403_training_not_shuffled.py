"""Training that sees the samples in the same order in every epoch.

## What it does
Reports loaders that a program trains on for more than one epoch without `shuffle=True` or a sampler, if their dataset
has numbered samples. If a sampler for ranks is given only under a condition, the case without it is reported. One that
is told not to shuffle, `DistributedSampler(data, shuffle=False)`, gives each rank one order, too: that is advice.

Silent where the dataset ignores the index or shuffles on its own, where the epoch loop, or a Lightning module, changes
the dataset or shuffles something, where Lightning has several devices or a strategy for them and so puts in a sampler
that shuffles, where one batch holds the whole dataset, where the model carries a state from one batch to the next, and
where a comment beside `shuffle=False` gives the reason.

A `shuffle=False` that is written out may be meant, and so may what a comment around the call says of `shuffle`: these
are advice. So are samples that are nothing but random numbers, which stand in for others.

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
loader = DataLoader(TensorDataset(torch.arange(1000.0)[:, None]), batch_size=10)
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
loader = DataLoader(TensorDataset(torch.arange(1000.0)[:, None]), batch_size=10, shuffle=True)
for epoch in range(10):
    for (batch,) in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Fix safety
Shuffling changes the order of the samples, and may not be wanted for sequences, so a fix is unsafe. A `shuffle=False`
stays in tests, and where the names or comments around it speak of an order.

## References
- [Data loading order and `Sampler`](https://docs.pytorch.org/docs/stable/data.html#data-loading-order-and-sampler)
"""

import re
from collections.abc import Set

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.comments import is_spoken_of
from loaderlint.model.loaders.dataset_kind import is_map
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import in_order_at, is_for_ranks
from loaderlint.model.project.file import Place
from loaderlint.model.training.dataset_changes import is_shuffled, possible_change
from loaderlint.model.training.run import Scene
from loaderlint.model.training.seed_restarts import Restart, restart
from loaderlint.model.training.trainers import orders_anew
from loaderlint.model.training.usage import Usage, Use
from loaderlint.model.workers.item_work import SHUFFLING, called, gives_noise, orders_itself
from loaderlint.repairs.loader_options import give, of_others, written
from loaderlint.repairs.plan import Refusal, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import consumed, joined
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
            or use.replaced
            or not _in_order(loader)
            or not is_map(analysis.model.evaluator, loader)
            or orders_itself(analysis.model.explorer, loader)
        ):
            continue
        if loader.may_be_one_batch or (use.loop and _carries_state(use.loop)):
            continue
        if use.epochs and _sees_to_order(analysis, usage, use.epochs):
            continue
        if use.loop is None and (
            _gets_sampler(analysis, loader) or orders_anew(analysis.model.evaluator, use.place, loader)
        ):
            continue
        order = loader["shuffle"].place
        if order is not None and order.reason:
            continue
        sampler, by_sampler = loader["sampler"], in_order_at(loader)
        always = sampler.is_(None) or by_sampler is not None
        given = (
            [Evidence(sampler.place, "a sampler is given only in some cases")] if sampler.place and not always else []
        )
        again = restart(analysis.program, loader, use)
        noise = gives_noise(analysis.model.explorer, loader)
        seeded = [Evidence(again.seeding, "seeded alike in every epoch")] if again else []
        yield Problem(
            by_sampler or loader["shuffle"].place or loader.place,
            ("" if use.loop else "on one device, ")
            + "training reads the dataset in the same order in every epoch"
            + ("" if always else " where there is no sampler"),
            severity=Severity.ADVICE if noise or by_sampler or _is_asked_for(loader) else None,
            help=_HELP_BY_SAMPLER
            if by_sampler
            else _help(again, always=always) + _for_this_alone(analysis, use, loader),
            note=joined(_NOISE if noise else "", _note(use, again)),
            related=(*given, *seeded, *consumed(use)),
            unless=() if always else (Shown("given a sampler", loader.place),),
            repair=_BY_SAMPLER if by_sampler else _repair(loader, again, always=always),
            loader=loader,
        )


_NOISE = "the samples are random numbers: any order of them is as good"

_HELP_BY_SAMPLER = "let the sampler shuffle, and tell it the epoch: `sampler.set_epoch(epoch)`"

_BY_SAMPLER = Refusal("the sampler must be told the epoch as well, or it gives one order still")

_SEEDED_AGAIN = Refusal("the order would still be the same: the seed is set again in every epoch")


def _gets_sampler(analysis: Analysis, loader: Loader) -> bool:
    """Whether Lightning puts a sampler into a loader that shuffles: for several ranks, or a strategy for them."""
    usages = (usage for usage in analysis.usages if usage.loader.place == loader.place)
    return any(use.sampled is not None for usage in usages for use in usage.uses)


#: Words that speak of an order which samples have among themselves.
_ORDER = re.compile(
    r"(?<![a-z])(order|sequen|series|tempor|time_?s|stream|stateful|sort|window|chronolog|histor|forecast|stock)"
)


def _is_asked_for(loader: Loader) -> bool:
    """Whether the program, or a comment, says that samples come in order: whoever wrote that may mean it."""
    said = loader["shuffle"].is_(False) and not loader["shuffle"].is_left_at(False)
    return said or is_spoken_of(loader, "shuffle")


def _meant(loader: Loader) -> Refusal | None:
    """Return why an order that is asked for, `shuffle=False`, is left alone; None if nothing says that it is meant."""
    if not loader["shuffle"].given or loader["shuffle"].is_(None):
        return None
    if loader.file.holds_tests:
        return Refusal("a test may need this order")
    if _ORDER.search(_said_around(loader).lower()):
        return Refusal("the order may be intended: the code around it mentions one")
    return None


def _said_around(loader: Loader) -> str:
    """The words by which a loader and what it reads are called, and the comments in the call and right above it."""
    file = loader.file
    function = file.scopes.function_at(loader.call)
    code = [file.scopes.parent[loader.call], *([given[0]] if (given := loader.options.expression("dataset")) else [])]
    said = [name for node in code for name in tree.names(node)]
    said += [function.name] if isinstance(function, tree.Function) else []
    said += [cls.node.name for cls in loader.classes()]
    start, end = (file.source.position(at)[0] for at in Place(file, loader.call).span)
    lines = [file.source.line(number) for number in range(max(1, start - 2), end + 1)]
    said += [line.partition("#")[2] for line in lines]
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", " ".join(said))


def _help(again: Restart | None, *, always: bool) -> str:
    """Say what to do: where every epoch sets the same seed, that first."""
    if not always:
        return "shuffle in that case: `shuffle=sampler is None`"
    return "add `shuffle=True`, and set the seed before the loop over epochs" if again else "add `shuffle=True`"


def _for_this_alone(analysis: Analysis, use: Use, loader: Loader) -> str:
    """Say how to keep the order for others that a function builds loaders for, which may need it."""
    function = loader.file.scopes.function_at(loader.call)
    if not isinstance(function, tree.Function) or "train" in function.name.lower():
        return ""
    if of_others(loader) is None and (use.loop is None or loader.made.file is analysis.file):
        return ""
    return f", by an option of `{function.name}` if it builds loaders for others that need an order"


def _note(use: Use, again: Restart | None) -> str:
    """What decides besides: Lightning, which shuffles on several devices, or a seed that every epoch begins with."""
    if again is not None:
        return "`shuffle=True` alone still gives one order, since every epoch sets the same seed"
    return "" if use.loop else "on several devices Lightning gives the loader a sampler that shuffles"


def _repair(loader: Loader, again: Restart | None, *, always: bool) -> Repair | Refusal:
    if again is not None:
        return _SEEDED_AGAIN
    if (refusal := of_others(loader) or _meant(loader)) is not None:
        return refusal
    if always:
        return give(loader, ("shuffle", "True"))
    sampler = written(loader, "sampler")
    if sampler is None:
        return Refusal("the sampler is in no variable here that the code could test")
    return give(loader, ("shuffle", f"{sampler} is None"))


def _in_order(loader: Loader) -> bool:
    """Whether the loader reads in order: always, its sampler too, or where none is given because there are no ranks.

    Where one that shuffles is given only in some cases, whether to shuffle is the choice of whoever runs the program.
    """
    off = loader["shuffle"].is_(False) or loader["shuffle"].is_(None)
    if not off or not loader["batch_sampler"].is_(None):
        return False
    sampler = loader["sampler"]
    for_ranks = any(is_for_ranks(loader.evaluator, value) for value in sampler.values)
    return sampler.is_(None) or (for_ranks and sampler.may_be(None)) or in_order_at(loader) is not None


def _carries_state(loop: Scene) -> bool:
    """Whether the loop hands what one batch gave to the next, as in `output, state = model(batch, state)`."""
    if not isinstance(loop.node, tree.For | tree.While):
        return False
    anew = set(tree.names(loop.node.target)) if isinstance(loop.node, tree.For) else set()
    for statement in loop.node.body:
        if any(_gives_back(node, anew) for node in tree.walk(statement)):
            return True
        match statement:
            case tree.Assign(targets=targets, value=tree.Node() as value):  # `images = batch["image"]`
                anew |= {name for target in targets for name in tree.names(target)} - set(tree.names(value))
    return False


def _gives_back(node: tree.Node, anew: Set[str]) -> bool:
    """Whether code gives a call what it gave the last time: a name that the turn has not given another value."""
    match node:
        case tree.Assign(targets=(tree.Sequence(items=items),), value=tree.Call(args=args)):
            given = {a.value.id for a in args if isinstance(a.value, tree.Name)} - anew
            return any(isinstance(item, tree.Name) and item.id in given for item in items)
    return False


def _sees_to_order(analysis: Analysis, usage: Usage, epochs: Scene) -> bool:
    """Whether the loop over epochs shuffles something, or may change the dataset."""
    program = analysis.program
    shuffles = not SHUFFLING.isdisjoint(called(epochs.node)) or is_shuffled(program, usage, epochs)
    return shuffles or possible_change(program, usage, epochs) is not None
