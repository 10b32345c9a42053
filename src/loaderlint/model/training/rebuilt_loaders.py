"""Loaders that a loop over epochs builds anew from the same things each time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from loaderlint.model.inference.argument_of_parameter import argument_for
from loaderlint.model.inference.values import TOP_LEVEL, ClassRef, External, Frame, FunctionRef, Instance, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.inference.written import Written
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.training.epoch_loops import is_every_nth
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Scene
from loaderlint.model.training.side_effects import touched
from loaderlint.model.training.usage import Use
from loaderlint.model.workers.item_code import Explorer
from loaderlint.syntax import tree

#: Calls among the arguments of a loader that give the same each time, or something that does the same.
_SAME_AGAIN = {"len", "int", "min", "max", "bool", "RandomSampler", "SequentialSampler", "SubsetRandomSampler"}

#: Libraries whose functions mostly work out something from what they are given.
_WORKING_OUT = {"builtins", "math", "numpy", "torch"}

#: Code whose parts need not run just once.
_CONDITIONS = tree.If | tree.For | tree.While | tree.Try | tree.Function | tree.Lambda | tree.Conditional


def rebuilt(program: Program, explorer: Explorer, loader: Loader, use: Use) -> Scene | None:
    """Return the loop over epochs around `use` that builds the loader in every turn from the same arguments.

    It is built in the loop itself, by functions that give it to the loop, or by one that goes through it itself. A
    loader that is built when something has changed may well differ, and so may one that is made of what such a function
    works out.
    """
    for scene in use.scenes:
        if isinstance(scene.node, tree.For) and (_counts_epochs(scene.node) or asked_by_count(scene.node, loader)):
            calls, tests = _calls_in(scene.node, loader)
            given = len(calls) == 1 or scene.node in use.place.file.scopes.ancestors(use.place.node)
            if calls and (given or _is_in_one_function(loader, use)):
                used = {*_used(explorer, loader, calls, scene.node), *_asked(tests)}
                if None not in used and not used & set(_changed(program, scene, scene.node)):
                    return scene
    return None


def _is_in_one_function(loader: Loader, use: Use) -> bool:
    """Whether the function that builds a loader goes through it as well."""
    scopes = loader.file.scopes
    return use.place.file is loader.file and scopes.function_at(use.place.node) is scopes.function_at(loader.call)


def _calls_in(loop: tree.For, loader: Loader) -> tuple[list[tree.Call], list[tree.Expr]]:
    """The calls that build a loader in every turn of a loop, from its own outwards; none if not in every turn.

    With them come the conditions in the loop: if these are the same in every turn, it is built in all or in none.
    """
    calls: list[tree.Call] = []
    tests: list[tree.Expr] = []
    for place in loader.way:
        around = place.file.scopes.ancestors(place.node)
        function = place.file.scopes.function_at(place.node)
        outermost = loop if loop in around else function
        if outermost is None or not isinstance(place.node, tree.Call):
            return [], []
        way = [place.node, *around[: around.index(outermost)]]
        for inner, outer in pairwise(way):
            if isinstance(outer, tree.If) and outermost is loop:
                tests += [outer.test] if not is_every_nth(outer, loop) else []
            elif _is_conditional(inner, outer) and not is_every_nth(outer, loop):
                return [], []
        calls.append(place.node)
        if outermost is loop:
            return calls, tests
    return [], []


def _asked(tests: list[tree.Expr]) -> Iterator[str | None]:
    """What conditions ask for, as it is written; None for what may be another thing each time."""
    for part in (part for test in tests for part in tree.walk(test)):
        match part:
            case tree.Call(func=tree.Name(id=name)) if name in _SAME_AGAIN:
                continue
            case tree.Name() | tree.Attribute():
                yield tree.dotted(part)
            case tree.Call() | tree.Subscript():
                yield None


def _is_conditional(inner: tree.Node, outer: tree.Node) -> bool:
    """Whether `inner` does not run just once where `outer`, which is around it, does."""
    return isinstance(outer, _CONDITIONS) and not (isinstance(outer, tree.For) and inner is outer.iterable)


def asked_by_count(loop: tree.For, loader: Loader) -> tree.If | None:
    """Return what has a loop over steps build a loader whenever an epoch is over: `if step % steps_in_epoch == 0`."""
    around = (node for node in loader.file.scopes.ancestors(loader.call) if isinstance(node, tree.If))
    return next((node for node in around if is_every_nth(node, loop)), None)


def _counts_epochs(loop: tree.For) -> bool:
    """Whether a loop says that it is over epochs: folds, runs and volumes need loaders of their own."""
    nodes = (n for part in (loop.target, loop.iterable) for n in tree.walk(part))
    words = (n.id if isinstance(n, tree.Name) else n.attr for n in nodes if isinstance(n, tree.Name | tree.Attribute))
    return any("epoch" in word.lower() for word in words)


def _used(explorer: Explorer, loader: Loader, calls: list[tree.Call], loop: tree.For) -> Iterator[str | None]:
    """What a loader is made of, as written in the loop; None for a call that may give something else each time.

    In a function that the loop calls, a parameter is what the call gives it, and a name that is given a value once is
    made of what that is made of. So is a dataset that the loop makes anew, of the same each time.
    """

    def made_of(part: tuple[tree.Node, Frame]) -> list[tuple[tree.Node, Frame]]:
        node, frame = part
        is_called = calls[0] is not calls[-1] and loop not in frame.file.scopes.ancestors(node)
        if is_called and isinstance(node, tree.Name) and (given := _given(node, frame)) is not None:
            return [given]
        if isinstance(node, tree.Name) and (made := _made_anew(explorer, loader, node, frame, loop)) is not None:
            return [(argument.value, frame) for argument in made.args]
        return [] if tree.dotted(node) is not None else [(child, frame) for child in tree.children(node)]

    arguments: list[tuple[tree.Node, Frame]] = [(argument.value, loader.frame) for argument in loader.call.args]
    for part in expand(arguments, made_of, lambda part: (part[0], mark(part[1]))):
        if (written := tree.dotted(part[0])) is not None:
            if not made_of(part):
                yield written
        elif isinstance(part[0], tree.Call) and tree.last_name(part[0].func) not in _SAME_AGAIN:
            yield None


def _made_anew(explorer: Explorer, loader: Loader, name: tree.Name, frame: Frame, loop: tree.For) -> tree.Call | None:
    """The call by which every turn of a loop makes a dataset of a name, of what the loop leaves as it is.

    Nothing else is done with the dataset but to hand it to the loader, and to make it draws and reads nothing.
    """
    scopes = frame.file.scopes
    found = scopes.scope_at(name).lookup(name.id)
    match [binding.node for binding in found[1]] if found is not None else []:
        case [tree.Assign(op="", targets=(target,), value=tree.Call() as call) as only] if only in loop.body:
            others = [
                use for use in frame.file.mentions(name.id) if use is not target and loop in scopes.ancestors(use)
            ]
            handed = [scopes.parent[scopes.parent[use]] for use in others]
            kept = (isinstance(c, tree.Call) and (c is loader.call or tree.last_name(c.func) == "len") for c in handed)
            if all(kept) and not _is_of_loop(frame, call, loop) and _is_made_alike(explorer, call, frame):
                return call
    return None


def _is_of_loop(frame: Frame, call: tree.Call, loop: tree.For) -> bool:
    """Whether a call is given anything but names that a loop gives no value, and constants."""
    scopes = frame.file.scopes
    for argument in call.args:
        match argument.value:
            case tree.Constant():
                continue
            case tree.Name(id=name) as given:
                found = scopes.scope_at(given).lookup(name)
                if found is not None and not any(loop in (b.node, *scopes.ancestors(b.node)) for b in found[1]):
                    continue
        return True
    return False


def _is_made_alike(explorer: Explorer, call: tree.Call, frame: Frame) -> bool:
    """Whether what makes a dataset is all seen, and gives the same for the same arguments."""
    match explorer.evaluator.evaluate(call.func, frame):
        case (ClassRef() as cls,) if not any(one.node.decorators for one in explorer.evaluator.attributes.lineage(cls)):
            inits = explorer.evaluator.attributes.attribute(Instance(cls, call, frame), "__init__")
            code = explorer.functions([init for init in inits if isinstance(init, FunctionRef)])
            is_seen = not code.draws and not code.opaque
            return is_seen and all(_gives_the_same(called) for called, _ in code.calls)
    return False


def _gives_the_same(called: External) -> bool:
    """Whether a library's function works out what it gives from its arguments alone."""
    library, _, name = called.path.partition(".")
    fact = called.fact
    reads = fact.reads or fact.opens or fact.gives is Gives.NEXT or fact.iterator
    return library in _WORKING_OUT and "random" not in name and not reads


def _given(name: tree.Name, frame: Frame) -> Written | None:
    """What a name of a function is given in a call: the argument, or the only expression that is assigned to it."""
    own = {} if frame.function is TOP_LEVEL else frame.file.scopes.scope_of(frame.function).names
    found = own.get(name.id, [])
    if len(found) != 1:
        return None
    if isinstance(param := found[0].node, tree.Parameter):
        argument = argument_for(frame.function, param, frame, skip_first=frame.receiver is not None)
        return (argument.value, frame.place_of(argument)) if isinstance(argument, tree.Argument) else None
    value = found[0].value if found[0].kind == "assign" and not found[0].path else None
    if value is None or any(isinstance(part, tree.Name) and part.id == name.id for part in tree.walk(value)):
        return None
    return value, frame


def _changed(program: Program, scene: Scene, loop: tree.For) -> Iterator[str]:
    """What is assigned, or may be changed, in a loop and in the functions that it calls, as written there."""
    targets = [t for n in tree.walk(loop) if isinstance(n, tree.For | tree.Clause) for t in tree.walk(n.target)]
    for step in program.steps:
        if step.scene is not None and scene in step.scene.outwards():
            targets += touched(program.evaluator, step)
            if isinstance(step.node, tree.Assign):
                targets += [part for target in step.node.targets for part in tree.walk(target)]
    yield from filter(None, map(tree.dotted, targets))
