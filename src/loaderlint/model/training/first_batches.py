"""Finds `next(iter(loader))` in loops, and `itertools.cycle(loader)`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from operator import is_not

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.loaders.loader import Loader, has_own_iterator
from loaderlint.model.project.file import Place
from loaderlint.model.training.epoch_loops import epoch_loop
from loaderlint.model.training.program import Program
from loaderlint.model.training.role import enters_without_gradients
from loaderlint.model.training.run import Scene, Step
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class FirstBatch:
    """`next(iter(loader))` at `place`, in every turn of `loop`; nothing is trained on it where gradients are `off`."""

    loader: Loader
    place: Place
    loop: Scene
    off: bool


def first_batches(program: Program) -> Iterator[FirstBatch]:
    """Yield where a loop takes the first batch of a loader in every turn, under no condition."""
    for step in program.steps:
        match step.node:
            case tree.Call(args=(tree.Argument(value=tree.Call(args=(inner,)) as taken), *_)) as call:
                if step.fact.gives is not Gives.NEXT or step.scene is None:
                    continue
                if program.evaluator.fact(taken.func, step.frame).gives is not Gives.ITERATOR:
                    continue
                around = step.file.scopes.ancestors(call)
                sources = list(program.batches.sources(inner.value, step.frame))
                for made in program.batches.loaders(inner.value, step.frame):
                    if has_own_iterator(program.evaluator, made):
                        continue  # it may keep an iterator of its own
                    loop = epoch_loop(program.evaluator, step.scene.outwards(), program.builds(made), sources)
                    if loop is None or loop.node not in around:
                        continue
                    between = around[: around.index(loop.node)]
                    if not any(isinstance(n, tree.If | tree.Conditional | tree.Try) for n in between):
                        inside = takewhile(partial(is_not, loop), step.scene.outwards())
                        off = any(enters_without_gradients(program.evaluator, scene) for scene in inside)
                        yield FirstBatch(program.loader(made), Place(step.file, call), loop, off)


def cycled(program: Program) -> Iterator[tuple[Loader, Place, bool]]:
    """Yield the loaders that `itertools.cycle` goes round, where, and whether it may ever begin anew.

    What is put into a list at once is left out: that keeps all batches anyway.
    """
    for step in program.steps:
        match step.node:
            case tree.Call(args=(argument,)) as call:
                if step.fact.endless and step.fact.passes and not _is_listed(program.evaluator, step):
                    again = not _ends_with(program.evaluator, argument.value, step)
                    for made in program.batches.loaders(argument.value, step.frame):
                        yield program.loader(made), Place(step.file, call), again


def _is_listed(evaluator: Evaluator, step: Step) -> bool:
    """Whether all that a step gives is put into a list at once: `list(zip(range(100), cycle(loader)))`."""
    around = takewhile(lambda node: isinstance(node, tree.Expr | tree.Argument), step.file.scopes.ancestors(step.node))
    return any(isinstance(n, tree.Call) and evaluator.fact(n.func, step.frame).container for n in around)


def _ends_with(evaluator: Evaluator, expr: tree.Expr, step: Step) -> bool:
    """Whether what a step goes round ends with its first pass: beside it a count goes no further than its length."""
    parent = step.file.scopes.parent
    beside = parent[around] if isinstance(around := parent[step.node], tree.Argument) else None
    counts = [a.value for a in beside.args if isinstance(a.value, tree.Call)] if isinstance(beside, tree.Call) else []
    bounds = [a.value for count in counts if tree.last_name(count.func) == "range" for a in count.args[-1:]]
    for bound in bounds:
        bindings = evaluator.names.given(bound, step.frame)[1] if isinstance(bound, tree.Name) else []
        given = [binding.value for binding in bindings if not binding.path] if bindings else [bound]
        if given and all(value is not None and _is_at_most(value, expr) for value in given):
            return True
    return False


def _is_at_most(expr: tree.Expr, owner: tree.Expr) -> bool:
    """Whether a value is the length of something, or the least of that and others."""
    match expr:
        case tree.Call(func=tree.Name(id="len"), args=(tree.Argument(value=measured),)):
            return tree.are_alike(measured, owner)
        case tree.Call(func=tree.Name(id="min"), args=args):
            return any(_is_at_most(argument.value, owner) for argument in args)
    return False
