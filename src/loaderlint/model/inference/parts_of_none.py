"""Functions that raise whenever they are called in some way, since they take a part of what is None then."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Const, Frame
from loaderlint.syntax import tree

#: Code that need not run, or runs later, when the statement that it is a part of does.
_PERHAPS = (
    tree.Conditional, tree.Lambda, tree.Comprehension, tree.Function, tree.Class, tree.If, tree.For, tree.While,
    tree.Match, tree.Try, tree.With,
)  # fmt: skip


def takes_part_of_none(evaluator: Evaluation, frame: Frame) -> bool:
    """Whether a call certainly comes to `size[0]`, for a parameter that is None unless it is given."""
    function = frame.function
    if isinstance(function, tree.Lambda) or function.decorators:
        return False
    names = frame.file.scopes.scope_of(function).names
    params = {param.name for param in function.params if _is_none_by_default(param) and len(names[param.name]) == 1}
    if not params:
        return False
    parts = (node for statement in _certain(function.body) for node in _parts(statement))
    return any(
        isinstance(node.value, tree.Name) and node.value.id in params and _is_none(evaluator, node.value, frame)
        for node in parts
    )


def _is_none_by_default(param: tree.Parameter) -> bool:
    match param.default:
        case tree.Constant(value=None):
            return True
    return False


def _certain(body: tuple[tree.Stmt, ...]) -> Iterator[tree.Stmt]:
    """The statements of a function that run whenever it is called."""
    for statement in body:
        if not isinstance(statement, _PERHAPS):
            yield statement
        if any(isinstance(node, tree.Return | tree.Evaluate) and _leaves(node) for node in tree.walk(statement)):
            return


def _leaves(node: tree.Return | tree.Evaluate) -> bool:
    return isinstance(node, tree.Return) or node.kind in ("raise", "assert")


def _parts(node: tree.Node) -> Iterator[tree.Subscript]:
    if isinstance(node, tree.Subscript):
        yield node
    if isinstance(node, _PERHAPS) or (isinstance(node, tree.Operation) and node.op in ("and", "or")):
        return
    for child in tree.children(node):
        yield from _parts(child)


def _is_none(evaluator: Evaluation, name: tree.Name, frame: Frame) -> bool:
    match evaluator.evaluate(name, frame):
        case (Const(value=None, assumed=False),):
            return True
    return False
