"""Caches of samples that item code fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, Const, Frame, FunctionRef, Instance, at_large
from loaderlint.model.inference.written import written
from loaderlint.model.project.file import File, Place
from loaderlint.model.workers.handle_uses import Handles
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.syntax import tree

#: Methods of containers that put something in.
_FILLING = {"append", "extend", "insert", "setdefault", "update"}


@dataclass(frozen=True, slots=True)
class Cache:
    """Where item code keeps a result for the next time: in the attribute or behind the function `name`.

    One that is kept `small` serves the samples that come soon after, as those of one file do.
    """

    name: str
    place: Place
    small: bool = False


def caches(evaluator: Evaluator, dataset: Instance, code: ItemCode) -> Iterator[Cache]:
    """Yield the caches in a process's own memory that the item code of a dataset fills, and nothing else does."""
    of_handles = set(_filled_with_handles(evaluator, code))
    for frame, live in code.visits:
        looked_up = _looked_up(frame.function)
        for node in live:
            match node:
                case tree.Assign(targets=targets, value=tree.Node(), op=""):
                    for target in targets:
                        name = _entry_of(target, frame.function)
                        if (
                            name in looked_up - of_handles
                            and name is not None
                            and _is_left_empty(evaluator, dataset, name, code)
                        ):
                            small = any(_is_kept_small(function, name) for function in code.functions)
                            yield Cache(f"self.{name}", frame.place(target), small)
                case tree.Call(func=func, args=args) if args:
                    for cached, file in _decorated(evaluator, dataset, func, frame):
                        if _gives_handle(evaluator, node, frame):
                            continue
                        small = not _keeps_all(evaluator, cached, file)
                        yield Cache(tree.dotted(func) or "the function", frame.place(node), small)


def _filled_with_handles(evaluator: Evaluator, code: ItemCode) -> Iterator[str]:
    """The attributes that item code puts files into, open or mapped, one for each process: the rest goes with them."""
    for frame, live in code.visits:
        for node in live:
            match node:
                case tree.Assign(targets=targets, value=tree.Node() as value, op=""):
                    entries = [name for target in targets if (name := _entry_of(target, frame.function))]
                    if entries and _gives_handle(evaluator, value, frame):
                        yield from entries


def _gives_handle(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> bool:
    """Whether an expression gives a file, open or mapped into memory, of which each process has its own."""
    if next(Handles(evaluator).behind(expr, frame), None) is not None:
        return True
    return any(_maps(evaluator, node, around) for part, around in written(expr, frame) for node in tree.walk(part))


def _maps(evaluator: Evaluator, node: tree.Node, frame: Frame) -> bool:
    """Whether code maps a file into memory, which takes no time: its data is read where it is used."""
    match node:
        case tree.Call(func=func, args=args) if (by := evaluator.fact(func, frame).maps) is not None:
            return not by or any(argument.keyword == by for argument in args)
    return False


def _entry_of(target: tree.Expr, function: tree.Function | tree.Lambda) -> str | None:
    """The attribute whose entry `target` is: `cache` for `self.cache[index]` in a method."""
    match target:
        case tree.Subscript(value=tree.Attribute(attr=attr, value=tree.Name(id=owner))):
            return attr if function.params and owner == function.params[0].name else None
    return None


def _looked_up(function: tree.Function | tree.Lambda) -> set[str]:
    """The attributes that a function looks at in a condition, by `.get`, or in a `try`: it can do without an entry."""
    found: set[str] = set()
    for node in tree.walk_own(function):
        parts: tuple[tree.Node, ...] = ()
        match node:
            case tree.If(test=test) | tree.Conditional(test=test):
                parts = (test,)
            case tree.Call(func=tree.Attribute(attr="get", value=value)):
                parts = (value,)
            case tree.Try(body=body):
                parts = body
        found |= {n.attr for part in parts for n in tree.walk(part) if isinstance(n, tree.Attribute)}
    return found


def _is_kept_small(function: tree.Function | tree.Lambda, name: str) -> bool:
    """Whether a function asks how much is in a container that an attribute holds, or takes something out again."""
    for node in tree.walk_own(function):
        match node:
            case tree.Call(func=tree.Name(id="len"), args=(tree.Argument(value=tree.Attribute(attr=held)),)) if (
                held == name
            ):
                return True
            case tree.Call(func=tree.Attribute(attr="pop" | "popitem" | "clear", value=tree.Attribute(attr=held))):
                if held == name:
                    return True
            case tree.Evaluate(kind="del", values=values):
                if any(_entry_of(value, function) == name for value in values):
                    return True
    return _empties(function, name)


def _empties(function: tree.Function | tree.Lambda, name: str) -> bool:
    """Whether a function gives an attribute a new container, and not where it asks whether there is one."""
    asking = [n for n in tree.walk_own(function) if isinstance(n, tree.If) and _names(n.test, name)]
    first = {inner for node in asking for inner in tree.walk(node)}
    given = (n for n in tree.walk_own(function) if isinstance(n, tree.Assign) and n not in first)
    return any(isinstance(t, tree.Attribute) and t.attr == name for node in given for t in node.targets)


def _names(expr: tree.Expr, name: str) -> bool:
    """Whether an expression asks for an attribute."""
    return any(isinstance(node, tree.Attribute) and node.attr == name for node in tree.walk(expr))


def _is_left_empty(evaluator: Evaluator, dataset: Instance, name: str, code: ItemCode) -> bool:
    """Whether an attribute is an empty container of the process's own, which only workers fill."""
    lineage = evaluator.attributes.lineage(dataset.cls) if isinstance(dataset.cls, ClassRef) else []
    stored = [(cls.file, s.value) for cls in lineage for s in cls.file.stored(cls.node).get(name, ())]
    others = (m for cls in lineage for m in cls.file.methods(cls.node).values() if m not in code.functions)
    empty = bool(stored) and all(_is_empty(evaluator, file, value) for file, value in stored)
    return empty and not any(_fills(method, name) for method in others)


def _fills(method: tree.Function, name: str) -> bool:
    """Whether a method puts something into the container that an attribute holds."""
    for node in tree.walk_own(method):
        match node:
            case tree.Assign(targets=targets, value=tree.Node() as value) if not tree.is_none(value):
                if name in [_entry_of(target, method) for target in targets]:
                    return True
            case tree.Call(func=tree.Attribute(attr=attr, value=tree.Attribute(attr=held))) if attr in _FILLING:
                if held == name:
                    return True
    return False


def _is_empty(evaluator: Evaluator, file: File, value: tree.Expr | None) -> bool:
    match value:
        case tree.Dict(items=()) | tree.Constant(value=None):
            return True
        case tree.Operation(op="*", operands=operands):
            return any(isinstance(o, tree.Sequence) for o in operands)
        case tree.Comprehension(elements=(tree.Constant(value=None),)):
            return True
        case tree.Call(func=func):
            return bool(evaluator.fact(func, at_large(file)).container)
    return False


def keeping(evaluator: Evaluator, file: File, function: tree.Function) -> Iterator[tree.Expr]:
    """Yield the decorators of a function that keep its results, such as `lru_cache`."""
    return (d for d in function.decorators if evaluator.fact(tree.called(d), at_large(file)).caches)


def _decorated(
    evaluator: Evaluator, dataset: Instance, func: tree.Expr, frame: Frame
) -> Iterator[tuple[tree.Expr, File]]:
    """What makes the function that is called one that keeps its results: a decorator, or `lru_cache(8)(self.load)`."""
    for callee in evaluator.evaluate(func, frame):
        if isinstance(callee, FunctionRef) and isinstance(callee.node, tree.Function):
            yield from ((decorator, callee.file) for decorator in keeping(evaluator, callee.file, callee.node))
    if isinstance(func, tree.Attribute) and isinstance(dataset.cls, ClassRef):
        for cls in evaluator.attributes.lineage(dataset.cls):
            for stored in cls.file.stored(cls.node).get(func.attr, ()):
                match stored.value:
                    case tree.Call(func=maker) if evaluator.fact(tree.called(maker), at_large(cls.file)).caches:
                        yield maker, cls.file


def _keeps_all(evaluator: Evaluator, decorator: tree.Expr, file: File) -> bool:
    """Whether what keeps results keeps all of them, not only the latest."""
    limit = evaluator.fact(tree.called(decorator), at_large(file)).caches_at_most
    if limit is None:
        return True
    name, default = limit
    given = tree.given(decorator, name, 0) if isinstance(decorator, tree.Call) else None
    if given is None:
        return default is None
    values = evaluator.evaluate(given.value, at_large(file))
    return all(isinstance(value, Const) and value.value is None for value in values)
