"""A distributed sampler, or a shuffled stream, that deals out the same order in every epoch.

## What it does
Reports loaders that a program trains on for more than one epoch with a shuffling `DistributedSampler`, where nothing
in the files on the way from the loader to the loop mentions `set_epoch`, and no file that imports one of them calls it.
If the sampler is told `shuffle=True`, the loop may do anything but evaluate. If a generator function passes the batches
on, a loop must be found that trains on them. Also reported is a shuffled stream of Hugging Face datasets that is never
told the epoch. Where no loop over epochs is seen, so is a loop that begins the loader anew whenever it has ended: as
advice if it counts its steps, since these may take no more than one pass.

For a sampler it is advice where the program lets itself see a single GPU, or joins a group of one rank, and where it is
made only if an option is set that is off by default: the message names it.

## Why is this bad?
`DistributedSampler` shuffles with a generator that it seeds anew, with its seed and its epoch number, whenever it is
iterated. The epoch number is 0 until `set_epoch` is called: every epoch has the same order, and each rank sees the
same samples in the same batches again. So does `shuffle` of a stream. What is made of a stream, by `map` or `take`,
keeps an epoch of its own: that of the dataset which the loader reads counts (measured with datasets 5.2.0).

## Example
```python
import torch
from torch.utils.data import DataLoader, DistributedSampler

data = torch.rand(1000, 1)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
sampler = DistributedSampler(data)
loader = DataLoader(data, batch_size=10, sampler=sampler)
for epoch in range(10):
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Use instead
```python
import torch
from torch.utils.data import DataLoader, DistributedSampler

data = torch.rand(1000, 1)
model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
sampler = DistributedSampler(data)
loader = DataLoader(data, batch_size=10, sampler=sampler)
for epoch in range(10):
    sampler.set_epoch(epoch)
    for batch in loader:
        optimizer.zero_grad()
        model(batch).sum().backward()
        optimizer.step()
```

## Fix safety
The call changes the order of the samples from the second epoch on, so a fix is unsafe.

## References
-
[`torch.utils.data.distributed.DistributedSampler`](https://docs.pytorch.org/docs/stable/data.html#torch.utils.data.distributed.DistributedSampler)
"""

from collections.abc import Iterator
from typing import TypeGuard

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Const, Frame, FunctionRef, Instance, Meaning
from loaderlint.model.libraries.facts import Order
from loaderlint.model.loaders.datasets import of_libraries
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import sampler_options, samplers
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.ranks import is_one_rank
from loaderlint.model.training.role import Role
from loaderlint.model.training.run import Scene
from loaderlint.model.training.usage import Usage, Use
from loaderlint.model.workers.asked_options import beside, needed, undecided
from loaderlint.repairs.loader_options import given_by, written
from loaderlint.repairs.plan import Before, Refusal, Repair
from loaderlint.rule import Applicability, Claim, Evidence, Problem, Problems, Severity, Shown, Sign, rule
from loaderlint.rules.wording import consumed, if_so, joined, usually, where
from loaderlint.syntax import tree


@rule(
    Severity.WARNING,
    needs=("shuffle", "sampler", "role", "epochs"),
    fix=Applicability.UNSAFE,
    claim=Claim("order", (Sign.ORDER_REPEATS,)),
)
def check(analysis: Analysis) -> Problems:
    """Yield loaders whose distributed sampler is never told the epoch."""
    seen = set()
    severity = Severity.ADVICE if is_one_rank(analysis.file) else None
    found = (*analysis.trained, *analysis.relayed, *_asked_to_shuffle(analysis))
    for usage, use in sorted(found, key=lambda pair: pair[1].epochs is None):
        loader = usage.loader
        sampler = _shuffling(loader) if loader.place not in seen else None
        stream = _shuffled_stream(analysis, loader) if loader.place not in seen and sampler is None else None
        if use.relays and not any(u.training for u in analysis.program.usages_of(loader.call)):
            continue
        # Lightning calls `set_epoch` itself, and accelerate that of a dataset.
        unknown = sampler is None and (stream is None or loader.made in analysis.shared_out)
        raises = sampler is not None and loader["shuffle"].is_(True)  # torch takes one or the other
        again = use.epochs or use.loop  # a loop that makes the iterator anew goes on, epoch after epoch
        if unknown or raises or again is None or not use.repeated or use.replaced:
            continue
        files = {analysis.file, loader.file, *(scene.file for scene in use.scenes)}
        if any(_speaks_of_epochs(analysis, sampler, file, file.tree) for file in files):
            continue
        if _is_told(analysis, sampler, again):
            continue
        when = "at the start of every epoch" if use.epochs else "each time that the loader is gone through anew"
        told = tuple(Shown("told the epoch", Place(file, file.tree)) for file in sorted(files, key=lambda f: f.path))
        seen.add(loader.place)
        is_counted = use.epochs is None and isinstance(again.node, tree.For)  # by steps, whatever a pass has of them
        passes = "it repeats only if the steps take more than one pass" if is_counted else ""
        if stream is not None and stream.place is not None:
            yield Problem(
                stream.place,
                "the stream of samples is shuffled alike in every epoch: nothing calls the dataset's `set_epoch`",
                help=f"call `loader.dataset.set_epoch(epoch)` {when}",
                note=passes,
                severity=Severity.ADVICE if passes else None,
                related=consumed(use),
                unless=told,
                loader=loader,
            )
        elif sampler is not None:
            made = sampler.place
            chance = undecided(loader, analysis.file)
            options = beside(loader, needed(loader.evaluator, sampler))
            yield Problem(
                loader["sampler"].place or loader["batch_sampler"].place or loader.place,
                f"the distributed sampler deals out the same order in every epoch{where(options)}: "
                f"{_who(loader, again)} its `set_epoch`",
                help=f"call `sampler.set_epoch(epoch)` {when}{_where_given(loader)}",
                note=joined(usually(options), if_so(chance), passes),
                severity=Severity.ADVICE if options or chance or passes else severity,
                related=(*([Evidence(made, "the sampler is made here")] if made else []), *consumed(use)),
                unless=told,
                repair=_repair(loader, use),
                loader=loader,
            )


def _where_given(loader: Loader) -> str:
    """Say so if the loader may have no sampler for ranks."""
    are_of_rank = {_is_of_rank(value) for value in loader["sampler"].values}
    return ", where there is a distributed sampler" if are_of_rank == {True, False} else ""


def _who(loader: Loader, again: Scene) -> str:
    """What fails to call: a loader that code of another file asks for may be told the epoch by more of those."""
    return "nothing calls" if again.file is loader.file else "the loop over the loader does not call"


def _speaks_of_epochs(analysis: Analysis, sampler: Instance | None, file: File, code: tree.Node) -> bool:
    """Whether code of a file mentions `set_epoch`, other than where no call of it comes to, or of another sampler."""
    if "set_epoch" not in file.source.text:
        return False
    for node in tree.walk(code):
        match node:
            case tree.Constant(value="set_epoch"):
                return True
            case tree.Name(id="set_epoch") | tree.Attribute(attr="set_epoch") | tree.Function(name="set_epoch"):
                if not _is_left_out(analysis, file, node) and not _is_of_another(analysis, sampler, file, node):
                    return True
    return False


def _is_left_out(analysis: Analysis, file: File, node: tree.Node) -> bool:
    """Whether all calls that the program makes of a function leave out a piece of it: `if sampler is not None:`."""
    function, reach = file.scopes.function_at(node), analysis.model.evaluator.branches.reach
    if function is None:
        return False
    scenes = (scene for usage in analysis.usages for use in usage.uses for scene in use.scenes)
    frames = {scene.frame for scene in scenes if scene.frame.function is function}
    frames |= _frames(analysis, file, function)
    return bool(frames) and all(reach(node, frame)[0] is False for frame in frames)


def _is_of_another(analysis: Analysis, sampler: Instance | None, file: File, node: tree.Node) -> bool:
    """Whether `set_epoch` is certainly that of other samplers, in all calls that the program makes."""
    if sampler is None or not isinstance(node, tree.Attribute):
        return False
    frames = _frames(analysis, file, file.scopes.function_at(node))
    owners = [value for frame in frames for value in analysis.model.evaluator.evaluate(node.value, frame)]
    others = [value for value in owners if _is_of_rank(value) and value.call is not sampler.call]
    return bool(owners) and len(others) == len(owners)


def _frames(analysis: Analysis, file: File, function: tree.Function | tree.Lambda | None) -> set[Frame]:
    """The calls of a function that the program makes; for None, the top level of a module."""
    frames = {step.frame for step in analysis.program.steps if step.file is file}
    return {frame for frame in frames if (frame.is_at_large if function is None else frame.function is function)}


def _is_told(analysis: Analysis, sampler: Instance | None, epochs: Scene) -> bool:
    """Whether a function of any file that is called in every epoch mentions `set_epoch`."""
    inside = (s for s in analysis.program.steps if s.scene is not None and epochs in s.scene.outwards())
    called = (callee for step in inside for callee in step.callees if isinstance(callee, FunctionRef))
    return any(_speaks_of_epochs(analysis, sampler, callee.file, callee.node) for callee in called)


def _shuffling(loader: Loader) -> Instance | None:
    """The distributed sampler that the loader is given, or can be, if it certainly shuffles."""
    for value in samplers(loader):
        if _is_of_rank(value):
            options = sampler_options(loader.evaluator, value)
            if options is not None and options["shuffle"].is_(True):
                return value
    return None


def _is_of_rank(value: Meaning) -> TypeGuard[Instance]:
    return isinstance(value, Instance) and value.fact.sampler is Order.OF_RANK


def _asked_to_shuffle(analysis: Analysis) -> Iterator[tuple[Usage, Use]]:
    """Yield loaders whose sampler is told to shuffle, each with a use in every epoch whose purpose is not seen."""
    for usage in analysis.usages:
        use = next((use for use in usage.uses if use.role is Role.UNKNOWN and use.epochs and not use.relays), None)
        sampler = _shuffling(usage.loader) if use else None
        options = sampler_options(usage.loader.evaluator, sampler) if sampler else None
        if use is not None and options is not None and options["shuffle"].given:
            yield usage, use


def _shuffled_stream(analysis: Analysis, loader: Loader) -> Instance | None:
    """What shuffles a library's stream of samples, if the loader certainly reads that."""
    values = loader["dataset"].values
    shuffled = (one for one in of_libraries(loader.evaluator, values) if one.fact.shuffles_by_epoch)
    first = next(shuffled, None) if len(values) == 1 else None
    return first if first is not None and analysis.is_iterable(first) else None


def _in_reach(loader: Loader, epochs: Scene) -> str | None:
    """How the epoch loop can name the sampler: as the loader is given it, here or by the call of a function around."""
    given, scopes = loader["sampler"].place, epochs.file.scopes
    ways = [(written(loader, "sampler"), Place(loader.file, loader.call))]
    ways += [(given_by(given), given)] if given is not None else []
    for sampler, place in ways:
        if sampler is not None and place.file is epochs.file:
            name = sampler.partition(".")[0]
            homes = [scopes.scope_at(node).lookup(name) for node in (place.node, epochs.node)]
            if homes[0] is not None and homes[0] == homes[1]:
                return sampler
    return None


def _of_iterated(loader: Loader, loop: Scene | None, epochs: Scene) -> str | None:
    """The sampler of what the loop over batches goes through, if the epoch loop means the same by its name."""
    if loop is None or not isinstance(loop.node, tree.For) or not loader["batch_sampler"].is_(None):
        return None
    expr = loop.node.iterable
    while isinstance(expr, tree.Call) and expr.args and loader.evaluator.fact(expr.func, loop.frame).passes:
        expr = expr.args[0].value
    name = tree.dotted(expr)
    is_it = name is not None and loader.evaluator.evaluate(expr, loop.frame) == (loader.made,)
    return f"{name}.sampler" if name and is_it and _means_the_same(name.partition(".")[0], loop, epochs) else None


def _means_the_same(name: str, one: Scene, other: Scene) -> bool:
    """Whether a name stands for the same in the functions of two scenes: of one variable, or as the object's own."""
    if one.file is not other.file:
        return False
    scopes = one.file.scopes
    homes = [scopes.scope_at(scene.node).lookup(name) for scene in (one, other)]
    if homes[0] is not None and homes[0] == homes[1]:
        return True
    methods = [scopes.function_at(scene.node) for scene in (one, other)]
    classes = {scopes.class_of(method) if isinstance(method, tree.Function) else None for method in methods}
    return (
        len(classes) == 1 and None not in classes and all(m and m.params and m.params[0].name == name for m in methods)
    )


def _repair(loader: Loader, use: Use) -> Repair | Refusal:
    epochs = use.epochs
    match epochs:
        case None:
            return Refusal("no loop over epochs is seen")
        case Scene(node=tree.For(target=tree.Name(id=epoch), body=body)):
            pass
        case _:
            return Refusal("the epoch loop has no counter variable")
    named = _in_reach(loader, epochs)
    sampler = named or _of_iterated(loader, use.loop, epochs)
    if sampler is None:
        return Refusal("no name is seen by which the epoch loop can use the sampler")
    code = f"{sampler}.set_epoch({epoch})"
    others = [value for value in loader["sampler"].values if not _is_of_rank(value)]
    if others:  # such as the sampler of a run on one rank
        is_none = named is not None and all(isinstance(value, Const) and value.value is None for value in others)
        test = f"{sampler} is not None" if is_none else f'hasattr({sampler}, "set_epoch")'
        code = f"if {test}:\n    {code}"
    return Repair(f"call `{sampler}.set_epoch({epoch})`", (Before(Place(epochs.file, body[0]), code),))
