"""Finds `next(iter(loader))` in loops, and `itertools.cycle(loader)`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.libraries.facts import Gives
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.epoch_loops import epoch_loop
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Scene
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class FirstBatch:
    """`next(iter(loader))` at `place`, in every turn of `loop`."""

    loader: Loader
    place: Place
    loop: Scene


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
                for made in program.batches.loaders(inner.value, step.frame):
                    loop = epoch_loop(program.evaluator, step.scene.outwards(), program.builds(made))
                    if loop is None or loop.node not in around:
                        continue
                    between = around[: around.index(loop.node)]
                    if not any(isinstance(n, tree.If | tree.Conditional | tree.Try) for n in between):
                        yield FirstBatch(program.loader(made), Place(step.file, call), loop)


def cycled(program: Program) -> Iterator[tuple[Loader, Place]]:
    """Yield the loaders that `itertools.cycle` goes round, and where."""
    for step in program.steps:
        match step.node:
            case tree.Call(args=(argument,)) as call:
                if step.fact.endless and step.fact.passes:
                    for made in program.batches.loaders(argument.value, step.frame):
                        yield program.loader(made), Place(step.file, call)
