"""What `**expr` passes on: dicts, as displays, `dict()`, `update`, assigned items, `copy` and conditions build them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from loaderlint.model.evaluate import Evaluator
from loaderlint.model.file import File, Place
from loaderlint.model.meaning import Frame, Instance, Mapping
from loaderlint.syntax import tree

_MAX_DEPTH = 8


@dataclass(frozen=True, slots=True)
class Bound:
    """An expression that gives an option, and the file and frame to evaluate it in. A finding points at `place`."""

    place: Place
    expr: tree.Expr
    file: File
    frame: Frame | None


@dataclass(slots=True)
class Entries:
    """The entries of a dict: for each key what it can be, None among them if it may be missing.

    `complete` is False where there may be other keys, and where those that are known may have been changed.
    """

    values: dict[str, tuple[Bound | None, ...]] = field(default_factory=dict)
    complete: bool = True

    def set(self, key: str, bound: Bound, *, certain: bool = True) -> None:
        """Put a value under a key, or beside what it may be where that is not certain."""
        before = self.values.get(key, (None,))
        self.values[key] = (bound,) if certain else tuple(dict.fromkeys((*before, bound)))

    def update(self, other: Entries, *, certain: bool = True) -> None:
        """Take over the entries of another dict."""
        for key, bounds in other.values.items():
            before = () if certain and None not in bounds else self.values.get(key, (None,))
            kept = tuple(b for b in before if b is not None or None in bounds or not certain)
            added = tuple(b for b in bounds if b is not None)
            self.values[key] = tuple(dict.fromkeys((*kept, *added)))
        self.complete = self.complete and other.complete

    def seen_at(self, place: Place) -> Entries:
        """Return the same entries, with findings about them pointing at `place`."""
        moved = {k: tuple(b and replace(b, place=place) for b in bounds) for k, bounds in self.values.items()}
        return Entries(moved, self.complete)

    def either(self, other: Entries) -> Entries:
        """Return the entries of one dict or the other."""
        keys = list(dict.fromkeys((*self.values, *other.values)))
        joined = {
            key: tuple(dict.fromkeys((*self.values.get(key, (None,)), *other.values.get(key, (None,))))) for key in keys
        }
        return Entries(joined, self.complete and other.complete)


_UNKNOWN = Entries(complete=False)


class Spread:
    """Reads dicts."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._depth = 0

    def entries(self, expr: tree.Expr, file: File, frame: Frame | None) -> Entries:
        """Return the entries of the dict that `expr` gives."""
        if self._depth >= _MAX_DEPTH:
            return _UNKNOWN
        self._depth += 1
        try:
            return self._entries(expr, file, frame)
        finally:
            self._depth -= 1

    def _entries(self, expr: tree.Expr, file: File, frame: Frame | None) -> Entries:
        match expr:
            case tree.Dict():
                return self._display(expr, file, frame)
            case tree.Conditional():
                return self.entries(expr.then, file, frame).either(self.entries(expr.otherwise, file, frame))
            case tree.Operation(op="|", operands=(left, right)):
                found = self._copy(self.entries(left, file, frame))
                found.update(self.entries(right, file, frame))
                return found
            case tree.Call(func=tree.Attribute(attr="copy", value=inner), args=()):
                return self._copy(self.entries(inner, file, frame))
            case tree.Call():
                return self._call(expr, file, frame)
            case tree.Name():
                return self._name(expr, file, frame)
        return self._evaluated(expr, file, frame)

    @staticmethod
    def _copy(entries: Entries) -> Entries:
        return Entries(dict(entries.values), entries.complete)

    def _display(self, display: tree.Dict, file: File, frame: Frame | None) -> Entries:
        found = Entries()
        for pair in display.items:
            if pair.key is None:
                found.update(self.entries(pair.value, file, frame))
            elif isinstance(pair.key, tree.Constant) and isinstance(pair.key.value, str):
                found.set(pair.key.value, Bound(Place(file, pair), pair.value, file, frame))
            else:
                found.complete = False
        return found

    def _call(self, call: tree.Call, file: File, frame: Frame | None) -> Entries:
        path = self._evaluator.path(file, call.func, frame)
        if path == "builtins.dict":
            return self._arguments(call.args, file, frame)
        if path in ("copy.copy", "copy.deepcopy") and call.args:
            return self._copy(self.entries(call.args[0].value, file, frame))
        return self._evaluated(call, file, frame)

    def _arguments(self, args: Iterable[tree.Argument], file: File, frame: Frame | None) -> Entries:
        """What `dict(...)` or `.update(...)` with these arguments holds."""
        found = Entries()
        for argument in args:
            if argument.keyword is not None:
                found.set(argument.keyword, Bound(Place(file, argument), argument.value, file, frame))
            elif argument.star == "*":
                found.complete = False
            else:
                found.update(self.entries(argument.value, file, frame))
        return found

    def _evaluated(self, expr: tree.Expr, file: File, frame: Frame | None) -> Entries:
        """A dict that is reached through a call or an attribute: known only if it is a display that nothing changes."""
        values = self._evaluator.evaluate(file, expr, frame)
        only = values[0] if len(values) == 1 else None
        if isinstance(only, Mapping) and not _is_changed_through(only.file, only.node):
            return self._display(only.node, only.file, only.frame)
        if isinstance(only, Instance) and only.call is not None and only.call is not expr:
            return self.entries(only.call, only.file, only.frame)
        return _UNKNOWN

    def _name(self, name: tree.Name, file: File, frame: Frame | None) -> Entries:
        scopes = file.scopes
        found = scopes.scope_at(name).lookup(name.id)
        if found is None:
            return _UNKNOWN
        home, bindings = found
        if any(isinstance(b.node, tree.Parameter) for b in bindings):
            return self._parameter(name, home.owner, bindings[0].node, file, frame) if len(bindings) == 1 else _UNKNOWN
        if any(b.kind not in ("assign", "augment") or b.path for b in bindings):
            return self._evaluated(name, file, frame)
        total: Entries | None = None
        local = scopes.scope_at(name) is home
        for use in _uses(file, name.id, home.owner):
            if local and use.at >= name.at:
                break
            total = self._step(use, total, name, file, frame)
        return total or _UNKNOWN

    def _step(
        self, use: tree.Name, total: Entries | None, name: tree.Name, file: File, frame: Frame | None
    ) -> Entries | None:
        """What the dict holds after one of the places that use it."""
        parent = file.scopes.parent[use]
        statement = _statement(file, use)
        certain = file.scopes.leads_to(statement, name)
        match parent:
            case tree.Assign(value=tree.Node() as value) if use in parent.targets and not parent.op:
                new = self._copy(self.entries(value, file, frame))
                return new if certain or total is None else total.either(new)
            case tree.Attribute(attr="update") if isinstance(call := file.scopes.parent[parent], tree.Call):
                changed = self._copy(total) if total else Entries(complete=False)
                changed.update(self._arguments(call.args, file, frame), certain=certain)
                return changed
            case tree.Subscript(index=(tree.Constant(value=str(key)),)) if _is_assigned(file, parent):
                assign = file.scopes.parent[parent]
                assert isinstance(assign, tree.Assign)
                assert assign.value is not None
                changed = self._copy(total) if total else Entries(complete=False)
                changed.set(key, Bound(Place(file, assign), assign.value, file, frame), certain=certain)
                return changed
            case tree.Subscript() if not _is_target(file, parent):
                return total
            case tree.Attribute(attr="get" | "keys" | "values" | "items" | "copy"):
                return total
            case tree.Argument(star="**"):
                return total
            case tree.Argument() if self._only_reads(file, file.scopes.parent[parent]):
                return total
        return _UNKNOWN

    def _only_reads(self, file: File, call: tree.Node) -> bool:
        """Whether a call that is handed the dict is one of the builtins, which leave it as it is."""
        path = self._evaluator.path(file, call.func) if isinstance(call, tree.Call) else None
        return path is not None and path.startswith(("builtins.", "copy."))

    def _parameter(
        self, name: tree.Name, function: tree.Node, param: tree.Node, file: File, frame: Frame | None
    ) -> Entries:
        """A dict that is handed to the enclosing function, as `kwargs` or as `**kwargs`."""
        assert isinstance(param, tree.Parameter)
        if frame is None or frame.function is not function or frame.call is None:
            return _UNKNOWN
        if any(use is not name and not _is_spread(file, use) for use in _uses(file, name.id, function)):
            return _UNKNOWN
        assert isinstance(function, tree.Function | tree.Lambda)
        if param.star == "**":
            named = {p.name for p in function.params}
            found = Entries()
            for argument in frame.call.args:
                if argument.keyword is not None and argument.keyword not in named:
                    place = Place(frame.file, argument)
                    found.set(argument.keyword, Bound(place, argument.value, frame.file, frame.caller))
                elif argument.star == "**":
                    found.update(self.entries(argument.value, frame.file, frame.caller))
            return found
        given = self._evaluator.calls.argument(function, param, frame)
        return self.entries(given.value, frame.file, frame.caller) if given is not None else _UNKNOWN


def _uses(file: File, name: str, owner: tree.Node) -> list[tree.Name]:
    """Every mention of a name that is bound in the scope of `owner`, in source order."""
    scope = file.scopes.scope_of(owner)
    found = []
    for node in tree.walk(owner):
        if isinstance(node, tree.Name) and node.id == name:
            home = file.scopes.scope_at(node).lookup(name)
            if home is not None and home[0] is scope:
                found.append(node)
    return sorted(found, key=lambda n: n.at)


def _statement(file: File, node: tree.Node) -> tree.Node:
    while isinstance(file.scopes.parent[node], tree.Argument | tree.Call | tree.Attribute | tree.Subscript):
        node = file.scopes.parent[node]
    return file.scopes.parent[node]


def _is_spread(file: File, name: tree.Name) -> bool:
    parent = file.scopes.parent[name]
    return isinstance(parent, tree.Argument) and parent.star == "**"


def _is_assigned(file: File, node: tree.Node) -> bool:
    parent = file.scopes.parent[node]
    return isinstance(parent, tree.Assign) and node in parent.targets and not parent.op


def _is_target(file: File, node: tree.Node) -> bool:
    parent = file.scopes.parent[node]
    deleted = isinstance(parent, tree.Evaluate) and parent.kind == "del"
    return deleted or (isinstance(parent, tree.Assign) and node in parent.targets)


def _is_changed_through(file: File, display: tree.Dict) -> bool:
    """Whether the dict may be changed by the name or attribute that it is first stored under."""
    parent = file.scopes.parent[display]
    if isinstance(parent, tree.Return | tree.Argument):
        return False
    if not isinstance(parent, tree.Assign) or len(parent.targets) != 1:
        return True
    target = parent.targets[0]
    name = target.attr if isinstance(target, tree.Attribute) else target.id if isinstance(target, tree.Name) else None
    for node in tree.walk(file.tree):
        same = (isinstance(node, tree.Attribute) and node.attr == name) or (
            isinstance(node, tree.Name) and node.id == name
        )
        if same and node is not target:
            above = file.scopes.parent[node]
            if isinstance(above, tree.Attribute) and above.attr in ("update", "pop", "setdefault", "clear", "popitem"):
                return True
            if isinstance(above, tree.Subscript) and _is_target(file, above):
                return True
    return name is None
