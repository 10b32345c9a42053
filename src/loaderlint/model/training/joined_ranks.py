"""What the ranks of a program find in an evaluation and put together afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import FunctionRef, at_large
from loaderlint.model.inference.walk import expand
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.program import Program
from loaderlint.model.training.results import Rest, rests
from loaderlint.model.training.run import Step
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree

#: What tells samples that come twice from each other.
_TELLING_APART = {
    "set", "unique", "drop_duplicates", "gather_for_metrics", "index_copy", "index_copy_", "scatter", "scatter_",
}  # fmt: skip

#: Names of what says which samples were gathered.
_NUMBERS = re.compile(r"(^|_)(ind(ex|ices)|idxs?|ids?)(_|$)")


def put_together(program: Program, loader: Loader, use: Use) -> Place | None:
    """Return where ranks put together what a loop over batches finds, and nothing cuts off what comes twice."""
    if _cuts(loader.file.scopes.function_at(loader.call) or loader.file.tree):
        return None
    if use.loop is None:
        return None
    found_by = list(rests(use, _found_in(use.loop.node)))
    for step in program.steps:
        if not isinstance(step.node, tree.Call) or not (reached := list(_reached(found_by, step))):
            continue
        for joining in _joining(program.evaluator, step, step.node):
            own = {n.attr for a in step.node.args for n in tree.walk(a.value) if isinstance(n, tree.Attribute)}
            for rest, call in reached:
                is_direct = joining.node is call
                found = rest.names.intersection((*own, *_given(call, helper=not is_direct)))
                code = (rest.function, joining.file.scopes.function_at(joining.node) or joining.file.tree)
                if found and not any(map(_cuts, code)):
                    return joining
    return None


def _joining(evaluator: Evaluator, step: Step, call: tree.Call) -> Iterator[Place]:
    """Where a call puts together what ranks found: itself, or a helper in a file that says nothing of training."""
    if any(fact.joins_results for fact in evaluator.facts(step.callees)):
        yield Place(step.file, call)
    for callee in step.callees:
        if isinstance(callee, FunctionRef) and not callee.file.may_train:
            module = at_large(callee.file)
            for inner in _calls_below(callee):
                if any(fact.joins_results for fact in evaluator.facts(evaluator.evaluate(inner.func, module))):
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


def _reached(found_by: Iterable[Rest], step: Step) -> Iterator[tuple[Rest, tree.Call]]:
    """Each piece of code that a step belongs to, with its call that leads there, or that the step itself is."""
    scenes = step.scene.outwards() if step.scene else ()
    calls = [(step.node, step.frame), *((scene.node, scene.frame) for scene in scenes)]
    for rest in found_by:
        for call, frame in calls:
            if isinstance(call, tree.Call) and rest.holds(call, frame):
                yield rest, call


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
