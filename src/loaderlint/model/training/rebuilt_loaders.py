"""Loaders that a loop over epochs builds anew from the same things each time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from loaderlint.model.inference.values import Const, FunctionRef, Instance
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.training.next_calls import scenes_of
from loaderlint.model.training.program import Program
from loaderlint.model.training.role import Role
from loaderlint.model.training.run import Scene
from loaderlint.model.training.side_effects import touched
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree

#: Calls among the arguments of a loader that give the same each time, or something that does the same.
_SAME_AGAIN = {"len", "int", "min", "max", "bool", "RandomSampler", "SequentialSampler", "SubsetRandomSampler"}

#: Code whose parts need not run just once.
_CONDITIONS = tree.If | tree.For | tree.While | tree.Try | tree.Function | tree.Lambda | tree.Conditional


def rebuilt(program: Program, loader: Loader, use: Use) -> Scene | None:
    """Return the loop over epochs around `use` that builds the loader in every turn from the same arguments.

    It is built in the loop itself, or by functions that give it to the loop, or that train on it. A loader that is
    built when something has changed may well differ, and so may one that is made of what such a function works out.
    """
    for scene in use.scenes:
        if isinstance(scene.node, tree.For) and _counts_epochs(scene.node):
            calls = _calls_in(scene.node, loader)
            given = len(calls) == 1 or scene.node in use.place.file.scopes.ancestors(use.place.node)
            used = {name for call in calls for name in _used(call)}
            if calls and given and None not in used and not used & set(_changed(program, scene, scene.node)):
                return scene
            if calls and use.role is Role.TRAINING and _is_of_same_things(program, scene, loader):
                return scene
    return None


def _is_of_same_things(program: Program, scene: Scene, loader: Loader) -> bool:
    """Whether all that a loader is made of is known, made outside of a loop, and left alone in it."""
    values = [m for name in loader.options.names if loader[name].given for m in loader[name].values]
    if not all(isinstance(value, Const | Instance | FunctionRef) for value in values):
        return False
    made = [scene_of for v in values if isinstance(v, Instance) for scene_of in scenes_of(program.steps, v)]
    if any(around is not None and scene in around.outwards() for around in made):
        return False
    steps = (step for step in program.steps if step.scene is not None and scene in step.scene.outwards())
    changed = {m for s in steps for expr in touched(s) for m in program.evaluator.evaluate(expr, s.frame)}
    return not any(isinstance(value, Instance) and value in changed for value in values)


def _calls_in(loop: tree.For, loader: Loader) -> list[tree.Call]:
    """The calls that build a loader in every turn of a loop, from its own outwards; none if not in every turn."""
    calls: list[tree.Call] = []
    for place in loader.way:
        around = place.file.scopes.ancestors(place.node)
        function = place.file.scopes.function_at(place.node)
        outermost = loop if loop in around else function
        if outermost is None or not isinstance(place.node, tree.Call):
            return []
        way = [place.node, *around[: around.index(outermost)]]
        if any(_is_conditional(inner, outer) for inner, outer in pairwise(way)):
            return []
        calls.append(place.node)
        if outermost is loop:
            return calls
    return []


def _is_conditional(inner: tree.Node, outer: tree.Node) -> bool:
    """Whether `inner` does not run just once where `outer`, which is around it, does."""
    return isinstance(outer, _CONDITIONS) and not (isinstance(outer, tree.For) and inner is outer.iterable)


def _counts_epochs(loop: tree.For) -> bool:
    """Whether a loop says that it is over epochs: folds, runs and volumes need loaders of their own."""
    nodes = (n for part in (loop.target, loop.iterable) for n in tree.walk(part))
    words = (n.id if isinstance(n, tree.Name) else n.attr for n in nodes if isinstance(n, tree.Name | tree.Attribute))
    return any("epoch" in word.lower() for word in words)


def _used(call: tree.Call) -> Iterator[str | None]:
    """What the arguments of a call are made of, as written; None for a call that may give something else each time."""
    stack: list[tree.Node] = [argument.value for argument in call.args]
    while stack:
        node = stack.pop()
        if (written := tree.dotted(node)) is not None:
            yield written
            continue
        if isinstance(node, tree.Call):
            name = (tree.dotted(node.func) or "").rpartition(".")[2]
            if name not in _SAME_AGAIN:
                yield None
        stack.extend(tree.children(node))


def _changed(program: Program, scene: Scene, loop: tree.For) -> Iterator[str]:
    """What is assigned, or may be changed, in a loop and in the functions that it calls, as written there."""
    targets = [t for n in tree.walk(loop) if isinstance(n, tree.For | tree.Clause) for t in tree.walk(n.target)]
    for step in program.steps:
        if step.scene is not None and scene in step.scene.outwards():
            targets += touched(step)
            if isinstance(step.node, tree.Assign):
                targets += [part for target in step.node.targets for part in tree.walk(target)]
    yield from filter(None, map(tree.dotted, targets))
