"""Decorators: which of them leave a function doing what its body says."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import External, FunctionRef, Instance, Meaning, at_large
from loaderlint.model.project.file import File
from loaderlint.syntax import tree

#: Decorators that do, by the last parts of their names.
_KEEPING = {
    "abstractmethod", "autocast", "beartype", "cache", "cached", "cached_property", "cachedmethod", "classmethod",
    "compile", "custom_fwd", "deprecated", "enable_grad", "inference_mode", "jaxtyped", "lru_cache", "no_grad",
    "no_type_check", "overload", "override", "property", "rank_zero_only", "record", "retry", "set_grad_enabled",
    "staticmethod", "typechecked", "validate_call", "wraps",
}  # fmt: skip


class Decorators:
    """Tells whether functions are what they seem to be."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._changed: dict[tree.Function, bool] = {}

    def change(self, function: tree.Function | tree.Lambda, file: File) -> bool:
        """Whether a function may do something else than its body says."""
        if not isinstance(function, tree.Function) or not function.decorators:
            return False
        if function not in self._changed:
            self._changed[function] = True  # a decorator may be decorated by itself
            self._changed[function] = not all(self._keeps(decorator, file) for decorator in function.decorators)
        return self._changed[function]

    def _keeps(self, decorator: tree.Expr, file: File) -> bool:
        """Whether a decorator keeps what a function does. What registers it hardly ever changes it."""
        called = tree.called(decorator)
        last = tree.last_name(called)
        if "register" in last or last in _KEEPING:
            return True
        values = self._evaluator.evaluate(called, at_large(file))
        makes_one = isinstance(decorator, tree.Call)
        return bool(values) and all(_is_keeping(value, makes_one) for value in values)


def _is_keeping(decorator: Meaning, makes_one: bool) -> bool:
    """Whether a decorator, or what it makes of its arguments, is known for leaving functions as they are."""
    match decorator:
        case FunctionRef():
            return _passes_on(decorator, makes_one)
        case External(path=path) | Instance(cls=External(path=path)):  # `check = beartype if is_strict else same`
            return path.rpartition(".")[2] in _KEEPING
    return False


def _passes_on(decorator: FunctionRef, makes_one: bool) -> bool:
    """Whether a decorator of the project, or what it makes of its arguments, hands each call on as it is."""
    match decorator.node:
        case tree.Function() as function if not function.decorators:
            return _hands_on(decorator.file, function, makes_one)
    return False


def _hands_on(file: File, function: tree.Function, makes_one: bool) -> bool:
    if not makes_one and function.params and all(_is_first(function, v) for v in file.returned(function) or (None,)):
        return True
    inner = {node.name: node for node in function.body if isinstance(node, tree.Function)}
    given = [inner.get(name) for name in _names_returned(file, function)]
    made = [one for one in given if one is not None]
    if not made or len(made) < len(given):
        return False
    if makes_one:
        return all(_hands_on(file, one, makes_one=False) for one in made)
    return bool(function.params) and all(_calls_as_it_is(file, one, function.params[0].name) for one in made)


def _is_first(function: tree.Function, value: tree.Expr | None) -> bool:
    """Whether an expression is but the first parameter of a function."""
    return isinstance(value, tree.Name) and value.id == function.params[0].name


def _names_returned(file: File, function: tree.Function) -> Iterator[str]:
    """The names that a function returns, be they handed to `wraps(function)` first; "" for all else."""
    for value in file.returned(function) or ():
        match value:
            case tree.Name(id=name) | tree.Call(func=tree.Call(), args=(tree.Argument(value=tree.Name(id=name)),)):
                yield name
            case _:
                yield ""


def _calls_as_it_is(file: File, wrapper: tree.Function, name: str) -> bool:
    """Whether a function calls the one of a name with the arguments that it got, and gives what that gives."""
    stars = [param.star for param in wrapper.params if param.star]
    bound = file.scopes.scope_of(wrapper).names
    if stars != ["*", "**"] or any(len(bound[param.name]) > 1 for param in wrapper.params):
        return False
    got = [(param.star, param.name) for param in wrapper.params]
    results: set[tree.Expr] = set()
    for node in tree.walk_own(wrapper):
        match node:
            case tree.Call(func=tree.Name(id=called), args=args) if called == name:
                if got != [(a.star, a.value.id if isinstance(a.value, tree.Name) else "") for a in args]:
                    return False
                results.add(node)
    kept = {b.name for bindings in bound.values() for b in bindings if b.value in results and not b.path}
    returned = file.returned(wrapper) or ()
    return any(value in results or (isinstance(value, tree.Name) and value.id in kept) for value in returned)
