"""What may change a dict, among the places that use it."""

from __future__ import annotations

from collections.abc import Iterable

from loaderlint.model.inference.dict_uses import (
    is_assigned,
    is_changed,
    is_changed_within,
    is_target,
    stored_under,
    taken_out,
)
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import (
    ClassRef,
    External,
    Frame,
    FunctionRef,
    Instance,
    Mapping,
    Meaning,
    Member,
    at_large,
)
from loaderlint.model.inference.walk import Once
from loaderlint.model.project.file import File
from loaderlint.syntax import tree

#: Methods of dicts, and of parsers of sections, that change nothing that is not known: `read` fills a parser.
_LEAVING = {"get", "keys", "values", "items", "copy", "getint", "getfloat", "getboolean", "read", "sections"}

#: Methods of settings that change them: any other attribute of theirs is an entry, or leaves them.
_CHANGING = {"update", "pop", "popitem", "setdefault", "clear", "merge_with"}


class Changes:
    """Finds what changes a dict: anything in it, or what it holds under one `key`."""

    def __init__(self, evaluator: Evaluation, key: str | None) -> None:
        self._evaluator = evaluator
        self._key = key
        self._are_read: Once[tuple[tree.Call, tree.Argument], bool] = Once(True)
        self._other_names: Once[tree.Name, bool] = Once(True)

    def found(
        self, file: File, uses: Iterable[tree.Name | tree.Attribute], *, settings: bool = False
    ) -> tree.Expr | None:
        """What may change the dict, among what uses it: the call that gets it, or the use itself."""
        for use in uses:
            if not self._is_read(file, use, settings=settings):
                above = file.scopes.parent[use]
                around = file.scopes.parent[above] if isinstance(above, tree.Argument | tree.Attribute) else above
                return around if isinstance(around, tree.Call | tree.Subscript) else use
        return None

    def is_changed_by_callee(self, made: Mapping) -> bool:
        """Whether a dict is made as an argument of a call, to a function that changes it."""
        file, argument = made.frame.file, made.frame.file.scopes.parent.get(made.node)
        call = file.scopes.parent.get(argument) if isinstance(argument, tree.Argument) else None
        if not isinstance(argument, tree.Argument) or not isinstance(call, tree.Call):
            return False
        functions: list[FunctionRef] = []
        for callee in self._evaluator.evaluate(call.func, made.frame):
            functions += self._inits(callee, call, made.frame) if isinstance(callee, ClassRef) else ()
            functions += [callee] if isinstance(callee, FunctionRef) else ()
        return any(
            is_changed(function.file, use) and self._concerns(function.file, use)
            for function in functions
            for use in self._uses_of_argument(function, call, argument, made.frame) or ()
        )

    def _concerns(self, file: File, use: tree.Node) -> bool:
        """Whether a change of a dict, where it is used, may be one of what is asked for."""
        match file.scopes.parent[use]:
            case tree.Subscript(index=(tree.Constant(value=str(key)),)):
                return self._key in (None, key)
        return self._key is None or taken_out(file, use) in (None, self._key)

    def _inits(self, cls: ClassRef, call: tree.Call, frame: Frame) -> list[FunctionRef]:
        """The functions that the making of an object of a class runs, as far as the project has them."""
        inits = self._evaluator.attributes.attribute(Instance(cls, call, frame), "__init__")
        return [init for init in inits if isinstance(init, FunctionRef)]

    def _uses_of_argument(
        self, function: FunctionRef, call: tree.Call, argument: tree.Argument, frame: Frame
    ) -> list[tree.Name] | None:
        """Where a function uses the parameter that a call gives an argument to; None where that is not seen."""
        inner = self._evaluator.calls.enter(function, call, frame)
        for param in function.node.params if inner is not None else ():
            if inner is not None and self._evaluator.calls.argument(function.node, param, inner) is argument:
                return function.file.uses_of(param.name, function.node)
        return None

    def _is_read(self, file: File, use: tree.Node, *, settings: bool = False) -> bool:
        """Whether a use of the dict leaves it as it is.

        Of `settings` from a file, what is assigned to entries is found by whatever name they go, and code that is not
        seen hardly changes them.
        """
        if self._key is not None and taken_out(file, use) not in (None, self._key):
            return True
        parent = file.scopes.parent[use]
        match parent:
            case tree.Subscript(index=(tree.Constant(value=str(key)),)) if is_assigned(file, parent):
                return settings or self._key not in (None, key)
            case tree.Subscript():
                return not is_target(file, parent)
            case tree.Attribute(attr=method):
                return method not in _CHANGING if settings else method in _LEAVING
            case tree.Assign() if settings:
                return True
            case tree.Assign(op="", targets=(tree.Attribute() as kept,)):
                return not any(is_changed(file, node) for node in stored_under(file, kept))
            case tree.Assign(op="", targets=(tree.Name() as other,), value=value) if value is use:
                return self._is_read_by(file, other)
            case tree.For() | tree.Clause() | tree.Operation() | tree.If() | tree.Conditional():
                return True
            case tree.Argument(star="**") | tree.Pair(key=None) | tree.Evaluate(kind="") | tree.Other(kind="f-string"):
                return True
            case tree.Pair():
                held = not is_changed_within(file, parent)
                return held and (settings or self._is_read(file, file.scopes.parent[parent]))
            case tree.Sequence() | tree.Return() if settings:
                return True
            case tree.Argument() if isinstance(call := file.scopes.parent[parent], tree.Call):
                return self._only_reads(file, call, parent, settings=settings)
        return False

    def _is_read_by(self, file: File, other: tree.Name) -> bool:
        """Whether code that goes by another name of the dict leaves it as it is."""
        found = file.scopes.scope_at(other).lookup(other.id)
        uses = file.uses_of(other.id, found[0].owner) if found is not None else []
        return self._other_names(other, lambda: all(is_assigned(file, use) or self._is_read(file, use) for use in uses))

    def _only_reads(self, file: File, call: tree.Call, argument: tree.Argument, *, settings: bool) -> bool:
        """Whether a call leaves the dict that it is handed as it is: a builtin, `update`, a function that reads it."""
        if isinstance(call.func, tree.Attribute) and call.func.attr == "update":
            return True
        callees = self._evaluator.evaluate(call.func, at_large(file))
        return bool(callees) and self._are_read(
            (call, argument),
            lambda: all(self._leaves(callee, call, argument, file, settings=settings) for callee in callees),
        )

    def _leaves(self, callee: Meaning, call: tree.Call, argument: tree.Argument, file: File, *, settings: bool) -> bool:
        match callee:
            case External(fact=fact):
                return settings or bool(fact.leaves) or fact.settings is not None
            case Member(owner=owner, name=name):
                return settings or bool(self._evaluator.member(owner, name).fact.leaves)
            case ClassRef() as cls:
                own = self._inits(cls, call, at_large(file))
                return bool(own) and all(self._leaves(init, call, argument, file, settings=settings) for init in own)
            case FunctionRef(file=there, node=tree.Function()):
                uses = self._uses_of_argument(callee, call, argument, at_large(file))
                if uses is not None:
                    return all(self._is_read(there, use, settings=settings) for use in uses)
        return settings
