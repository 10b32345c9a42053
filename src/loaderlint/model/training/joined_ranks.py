"""What the ranks of a program find in an evaluation and put together afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Frame, FunctionRef, at_large
from loaderlint.model.inference.walk import expand
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.program import Program
from loaderlint.model.training.ranks import facts_of_call
from loaderlint.model.training.run import Scene, Step
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree

#: What tells samples that come twice from each other.
_TELLING_APART = {
    "set", "unique", "drop_duplicates", "gather_for_metrics", "index_copy", "index_copy_", "scatter", "scatter_",
}  # fmt: skip

#: Names of what says which samples were gathered.
_NUMBERS = re.compile(r"(^|_)(ind(ex|ices)|idxs?|ids?)(_|$)")


@dataclass(frozen=True, slots=True)
class _Level:
    """Code that what an evaluation finds comes to: what follows `node` in a function, where it has these `names`."""

    node: tree.Node
    function: tree.Node
    frame: Frame
    names: set[str]

    def holds(self, call: tree.Call, frame: Frame) -> bool:
        """Whether a call is a part of that code."""
        function = frame.file.scopes.function_at(call) or frame.file.tree
        return frame == self.frame and function is self.function and call.at > self.node.at


def put_together(program: Program, loader: Loader, use: Use) -> Place | None:
    """Return where ranks put together what a loop over batches finds, and nothing cuts off what comes twice."""
    if _cuts(loader.file.scopes.function_at(loader.call) or loader.file.tree):
        return None
    levels = list(_levels(use))
    for step in program.steps:
        if not isinstance(step.node, tree.Call):
            continue
        for joining in _joining(program.evaluator, step, step.node):
            own = {n.attr for a in step.node.args for n in tree.walk(a.value) if isinstance(n, tree.Attribute)}
            for level, call in _reached(levels, step):
                is_direct = joining.node is call
                found = level.names.intersection((*own, *_given(call, helper=not is_direct)))
                code = (level.function, joining.file.scopes.function_at(joining.node) or joining.file.tree)
                if found and not any(map(_cuts, code)):
                    return joining
    return None


def _joining(evaluator: Evaluator, step: Step, call: tree.Call) -> Iterator[Place]:
    """Where a call puts together what ranks found: itself, or a helper in a file that says nothing of training."""
    if any(fact.joins_results for fact in facts_of_call(evaluator, call, step.frame)):
        yield Place(step.file, call)
    for callee in evaluator.evaluate(call.func, step.frame):
        if isinstance(callee, FunctionRef) and not callee.file.may_train:
            module = at_large(callee.file)
            for inner in _calls_below(callee):
                if any(fact.joins_results for fact in facts_of_call(evaluator, inner, module)):
                    yield Place(callee.file, inner)


def _calls_below(function: FunctionRef) -> Iterator[tree.Call]:
    """The calls in a function, and in those of its file that it calls by name: their objects need not be known."""
    functions = function.file.scopes.every(tree.Function)

    def called(code: tree.Function | tree.Lambda) -> list[tree.Function | tree.Lambda]:
        names = {tree.last_name(call.func) for call in _own_calls(code)}
        return [other for other in functions if other.name in names]

    for code in expand([function.node], called, lambda code: code):
        yield from _own_calls(code)


def _own_calls(code: tree.Function | tree.Lambda) -> Iterator[tree.Call]:
    return (node for node in tree.walk_own(code) if isinstance(node, tree.Call))


def _levels(use: Use) -> Iterator[_Level]:
    """The function around the loop, and those that it returns what it found to."""
    if use.loop is None:
        return
    names = set(_found_in(use.loop.node))
    node: tree.Node = use.loop.node
    for scene in use.scenes:
        if scene is not use.loop:
            if not isinstance(scene.node, tree.Call):
                continue
            node, names = scene.node, set(_assigned(scene))
        function = scene.file.scopes.function_at(node) or scene.file.tree
        _add_derived(function, node, names)
        yield _Level(node, function, scene.frame, names)


def _found_in(loop: tree.Node) -> Iterator[str]:
    """What a loop binds, and the objects whose methods it calls for what they keep: `meter.update(loss)`."""
    for node in tree.walk(loop):
        match node:
            case tree.Assign(targets=targets):
                yield from (name for target in targets for name in tree.names(target))
            case tree.For(target=target):
                yield from tree.names(target)
            case tree.Evaluate(values=(tree.Call(func=tree.Attribute(value=owner)),)):
                yield from tree.names(owner)


def _assigned(scene: Scene) -> Iterator[str]:
    """What the statement around a call binds."""
    for above in scene.file.scopes.ancestors(scene.node):
        if isinstance(above, tree.Assign):
            yield from (name for target in above.targets for name in tree.names(target))
        if isinstance(above, tree.Stmt):
            return


def _add_derived(function: tree.Node, start: tree.Node, names: set[str]) -> None:
    """Add what is made, further on in a function, from things with these names."""
    names.discard("self")
    for node in tree.walk(function):
        match node:
            case tree.Assign(targets=targets, value=tree.Node() as value) if node.at > start.at:
                if names.intersection(tree.names(value)):
                    names.update(name for target in targets for name in tree.names(target) if name != "self")


def _reached(levels: Iterable[_Level], step: Step) -> Iterator[tuple[_Level, tree.Call]]:
    """Each level that a step belongs to, with its call that leads there, or that the step itself is."""
    scenes = step.scene.outwards() if step.scene else ()
    calls = [(step.node, step.frame), *((scene.node, scene.frame) for scene in scenes)]
    for level in levels:
        for call, frame in calls:
            if isinstance(call, tree.Call) and level.holds(call, frame):
                yield level, call


def _given(call: tree.Call, *, helper: bool) -> Iterator[str]:
    """The names of what a call is given, and of the object whose method a helper is."""
    for argument in call.args:
        yield from tree.names(argument.value)
    if helper and isinstance(call.func, tree.Attribute):
        yield from tree.names(call.func.value)


def _cuts(code: tree.Node) -> bool:
    """Whether code may leave out what comes twice: by a slice up to a length, by names, or by a test of lengths."""
    for node in tree.walk(code):
        match node:
            case tree.Subscript(index=(tree.Other(kind="slice", children=bounds),)):
                if any(_measures(bound) for bound in bounds):
                    return True
            case tree.Operation(op="%", operands=(left, _)) if _measures(left):
                return True
            case tree.Name(id=name) | tree.Attribute(attr=name) if name in _TELLING_APART:
                return True
            case tree.Call(func=func, args=args) if "gather" in tree.last_name(func):
                if any(_NUMBERS.search(name) for argument in args for name in tree.names(argument.value)):
                    return True
            case tree.Assign(targets=(tree.Subscript(index=(tree.Name() | tree.Attribute() | tree.Call(),)),)):
                return True  # kept by the name or number of the sample
    return False


def _measures(expr: tree.Node) -> bool:
    """Whether code has to do with how many samples there are."""
    return any(name == "len" or name.startswith(("n_", "num_", "total")) for name in tree.names(expr))
