"""What loaders are given where they take a function: the function itself, or what a call of it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Mapping,
    Meaning,
    at_large,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.inference.written import Written
from loaderlint.model.libraries.facts import Data, Gives
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.workers.collating import is_bare
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class NotCallable:
    """What cannot be called, and stands where a function is to be given: `place` is the code that gives it.

    `what` it is, None for None, which torch takes for no function. `function` is the function of the project that was
    called in its place.
    """

    place: Place
    what: str | None
    function: FunctionRef | None = None


def not_callable(loader: Loader, option: str) -> list[NotCallable]:
    """Return what an option that takes a function is given in place of one, in every case; else nothing.

    A plain None, which says that there is no function, counts as a case in which none is given.
    """
    given = loader.options.expression(option)
    if given is None:
        return []
    evaluator = loader.evaluator
    found: list[NotCallable] = []
    for expr, frame in _cases(evaluator, given):
        if tree.is_none(expr):
            continue
        told = list(_told(evaluator, expr, frame))
        if not told:
            return []
        found += told
    return found


def _cases(evaluator: Evaluator, given: Written) -> Iterator[Written]:
    """The expressions that an option can come from, through names and conditions."""

    def step(written: Written) -> list[Written]:
        expr, frame = written
        match expr:
            case tree.Conditional(then=then, otherwise=otherwise):
                return [(then, frame), (otherwise, frame)]
            case tree.Name():
                here, bindings = evaluator.names.given(expr, frame)
                if bindings and all(b.kind == "assign" and not b.path for b in bindings):
                    return [(b.value, here) for b in bindings if b.value is not None]
            case tree.Attribute(value=owner, attr=attr):
                return [
                    (store.value, at_large(cls.file).inner(store.method, receiver=made))
                    for made in evaluator.evaluate(owner, frame)
                    if isinstance(made, Instance) and isinstance(made.cls, ClassRef)
                    for cls in evaluator.attributes.lineage(made.cls)
                    for store in evaluator.attributes.stores(made, cls, attr)
                    if store.value is not None and store.method is not None and not store.path
                ]
        return []

    return (written for written in expand([given], step, lambda written: written) if not step(written))


def _told(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> Iterator[NotCallable]:
    """What an expression gives, if it can only be what cannot be called."""
    place = frame.place(expr)
    callees = evaluator.evaluate(expr.func, frame) if isinstance(expr, tree.Call) else ()
    match callees:
        case (FunctionRef() as function,) if isinstance(expr, tree.Call) and gives_nothing(evaluator, function, frame):
            yield NotCallable(place, None, function)
            return
    values = evaluator.evaluate(expr, frame)
    words = [_named(evaluator, value) for value in values]
    called = callees[0] if len(callees) == 1 and isinstance(callees[0], FunctionRef) else None
    if words and all(words):
        yield NotCallable(place, words[0], called)
    elif any(isinstance(c, External) for c in callees) and all(
        isinstance(v, Const) and v.value is None for v in values
    ):
        yield NotCallable(place, None)  # a function of the project that says `return None` means it


def gives_nothing(evaluator: Evaluator, function: FunctionRef, frame: Frame) -> bool:
    """Whether calling a function certainly gives None: its body does something, and returns no value anywhere."""
    node = function.node
    if isinstance(node, tree.Lambda) or evaluator.calls.enter(function, None, frame) is None:
        return False
    return function.file.returned(node) == () and any(map(_does_something, node.body))


def _does_something(statement: tree.Stmt) -> bool:
    """Whether a statement makes a body more than a place for another one."""
    match statement:
        case tree.Jump() | tree.Evaluate(kind="raise") | tree.Evaluate(values=(tree.Constant(),)):
            return False
    return True


def _named(evaluator: Evaluator, value: Meaning) -> str | None:
    """What to call a value that cannot be called; None for one that perhaps can."""
    match value:
        case Const(value=constant) if constant is not None:
            return f"`{constant!r}`"
        case Items(node=node):
            return f"a {node.kind}"
        case Mapping():
            return "a dict"
        case Instance(cls=External(fact=fact)) if fact.rng:
            return f"a `{value.cls.path}`" if isinstance(value.cls, External) else None
        case Instance(cls=External(fact=fact)) if fact.data and fact.data is not Data.ARGUMENT and not fact.keeps:
            return str(fact.data.value)
        case Instance(cls=External(fact=fact)) if fact.gives is Gives.GENERATOR:
            return "a Python generator"
        case Instance(cls=External(path=path, fact=fact)) if fact.seeds:
            return f"what `{path}` returns"
        case Instance(cls=ClassRef() as cls) if is_bare(evaluator, cls):
            own = evaluator.attributes.callables(value)
            return None if own else f"an object of `{cls.node.name}`, a class without `__call__`"
    return None
