"""Lists that a function fills step by step: `transforms.append(...)` adds to what it begins with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import TypeGuard

from loaderlint.model import limits
from loaderlint.model.inference.dict_uses import is_target
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import TOP_LEVEL, Const, Frame, FunctionRef, Items, Meaning, Meanings
from loaderlint.model.project.file import File
from loaderlint.model.project.stored import Stored
from loaderlint.syntax import tree

#: Methods that put more into a list.
ADDING = {"append", "extend", "insert"}

#: Methods that change what is in a list already.
_TAKING = {"clear", "pop", "remove", "reverse", "sort"}

#: All methods that leave a list with other items, or in another order.
CHANGING = ADDING | _TAKING


def changed(file: File, methods: Set[str]) -> set[str]:
    """Return the names and attributes of the lists that a file calls one of some methods of, or adds to by `+=`.

    What has no name goes by "".
    """
    owners = [
        call.func.value for call in file.calls if isinstance(call.func, tree.Attribute) and call.func.attr in methods
    ]
    owners += [target for node in file.scopes.every(tree.Assign) if node.op for target in node.targets]
    return {tree.last_name(owner) for owner in owners}


class Lists:
    """Tells what lists hold once they are filled."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._sums: dict[tree.Node, tree.Operation] = {}
        self._filled: dict[tuple[tree.Sequence, tuple[tuple[tree.Call, str], ...]], tree.Sequence] = {}

    def sum_of(self, node: tree.Node) -> tree.Operation | None:
        """Return what `names += more` gives the name, as if it were written there; None for other statements."""
        match node:
            case tree.Assign(op=op, targets=(target,), value=more) if op and more is not None:
                return self._sums.setdefault(node, tree.Operation(node.at, op, (target, more)))
        return None

    def kept_as(
        self, name: tree.Name, values: Meanings, begun: list[tree.Node], owner: tree.Node, frame: Frame
    ) -> Meanings:
        """Return what a name of the scope of `owner` means where it stands, with what is added since it was given that.

        It is given the values by the statements `begun`.
        """
        file, above = frame.file, frame.file.scopes.parent.get(name)
        displays: set[tree.Node | None] = {s.value for s in begun if isinstance(s, tree.Assign) and len(s.targets) == 1}
        own = {v.node for v in values if isinstance(v, Items) and v.frame == frame}
        displays |= {node for node in own if node not in file.scopes.parent}  # sums
        if not any(_is_list(v, displays) for v in values):
            return values
        if isinstance(above, tree.Attribute) and above.attr in ADDING:
            return values
        since = min(statement.at for statement in begun)
        uses = (u for u in file.mentions(name.id) if u is not name and u.at > since and _comes_before(file, u, name))
        homes = ((use, file.scopes.scope_at(use).lookup(name.id)) for use in uses)
        kept = (use for use, home in homes if home is not None and home[0].owner is owner)
        return self._with(values, displays, kept, frame)

    def stored_as(self, store: Stored, values: Meanings, frame: Frame) -> Meanings:
        """Return what an attribute means that a method gives values, once that has run."""
        displays = {store.value}
        if store.method is None or not any(_is_list(value, displays) for value in values):
            return values
        targets = store.node.targets if isinstance(store.node, tree.Assign) else ()
        names = {target.attr for target in targets if isinstance(target, tree.Attribute)}
        calls = (call for adding in ADDING for call in frame.file.calls_named(adding))
        owners = (call.func.value for call in calls if isinstance(call.func, tree.Attribute))
        kept = (owner for owner in owners if isinstance(owner, tree.Attribute) and owner.attr in names)
        own = (owner for owner in kept if frame.file.scopes.function_at(owner) is store.method)
        return self._with(values, displays, own, frame)

    def _with(
        self, values: Meanings, displays: Set[tree.Node | None], uses: Iterable[tree.Expr], frame: Frame
    ) -> Meanings:
        """The values, and in the lists among them what is added where they are used, if nothing else changes them."""
        uses = tuple(uses)
        calls = tuple(self._adding(uses, displays, frame))
        if not calls or len(calls) > limits.ADDED or any(self._is_changed_otherwise(use, frame) for use in uses):
            return values
        return tuple(self._filled_by(v, calls) if _is_list(v, displays) else v for v in values)

    def _adding(
        self, uses: Iterable[tree.Expr], displays: Set[tree.Node | None], frame: Frame
    ) -> Iterator[tuple[tree.Call, str]]:
        """The calls that add to a list, in order, each with what kind of items it makes: "" for those at one place.

        What is added only if the user asks for it is not there by default. Of what else may be added or not, nothing is
        known: a condition of other code may say which. What decides on the list as well holds where that is there.
        """
        is_certain = True
        around = {
            above for display in displays if display is not None for above in frame.file.scopes.ancestors(display)
        }
        for use in sorted(uses, key=lambda node: node.at):
            call = _added_by(frame.file, use)
            if call is None:
                continue
            statement = frame.file.scopes.parent[call]
            by_default = self._by_default(statement, around, frame)
            runs = self._runs(statement, frame)
            if runs is not False and by_default is not False:
                is_certain = is_certain and runs is True and tree.last_name(call.func) != "insert"
                yield call, "" if is_certain else "perhaps" if runs or by_default else "starred"

    def _is_changed_otherwise(self, use: tree.Expr, frame: Frame) -> bool:
        """Whether a list may be changed unseen where it is used: `steps.pop()`, `steps[0] = ...`, `add_more(steps)`."""
        match parent := frame.file.scopes.parent[use]:
            case tree.Attribute(attr=attr):
                return attr in _TAKING
            case tree.Subscript():
                return is_target(frame.file, parent)
            case tree.Assign(op="", value=value):
                return value is use  # what has another name is changed by that
            case tree.Argument() if isinstance(call := frame.file.scopes.parent[parent], tree.Call):
                callees = self._evaluator.evaluate(call.func, frame)
                return any(isinstance(callee, FunctionRef) and _adds_to_arguments(callee) for callee in callees)
        return False

    def _runs(self, statement: tree.Node, frame: Frame) -> bool | None:
        """Whether code comes to a statement, in the function of a frame; None if that is not certain."""
        if frame.function is not TOP_LEVEL:
            return self._evaluator.branches.reach(statement, frame)[0]
        return True if frame.file.scopes.parent[statement] is frame.file.tree else None

    def _by_default(self, statement: tree.Node, met: Set[tree.Node], frame: Frame) -> bool | None:
        """Whether the conditions around a statement hold but for those `met`, be it by default; None if not known."""
        child, found = statement, True
        for above in frame.file.scopes.ancestors(statement):
            if isinstance(above, tree.Function | tree.Lambda) or above in met:
                break
            if isinstance(above, tree.If) and not _goes_with_loop(frame.file, above, statement):
                tests = self._evaluator.evaluate(above.test, frame)
                outcomes = {bool(t.value) is (child in above.body) if isinstance(t, Const) else None for t in tests}
                if outcomes == {False}:
                    return False
                found = found and outcomes == {True}
            child = above
        return found or None

    def _filled_by(self, value: Items, calls: tuple[tuple[tree.Call, str], ...]) -> Items:
        key = value.node, calls
        if key not in self._filled:
            added = (item for call, kind in calls for item in _items(call, kind))
            self._filled[key] = tree.Sequence(value.node.at, "list", (*value.node.items, *added))
        return Items(self._filled[key], value.frame)


def _goes_with_loop(file: File, choice: tree.If, statement: tree.Node) -> bool:
    """Whether a condition comes out either way in the rounds of a loop, or asks whether there is a loop at all.

    It asks for the variable of a loop around it, or for what a loop in it goes through.
    """
    around = file.scopes.ancestors(statement)
    loops = [above for above in around if isinstance(above, tree.For)]
    asked = set(tree.names(choice.test))
    turned = {name for loop in loops if loop in file.scopes.ancestors(choice) for name in tree.names(loop.target)}
    inner = [loop for loop in loops if choice in file.scopes.ancestors(loop)]
    parts = {tree.dotted(node) for node in tree.walk(choice.test)} - {None}
    return not asked.isdisjoint(turned) or any(tree.dotted(loop.iterable) in parts for loop in inner)


def _is_list(value: Meaning, displays: Set[tree.Node | None]) -> TypeGuard[Items]:
    return isinstance(value, Items) and value.node.kind == "list" and value.node in displays


def _comes_before(file: File, use: tree.Name, other: tree.Name) -> bool:
    """Whether code may run before other code: it stands above it, or in a loop around both."""
    if use.at < other.at:
        return True
    loops = {above for above in file.scopes.ancestors(other) if isinstance(above, tree.For | tree.While)}
    return not loops.isdisjoint(file.scopes.ancestors(use))


def _added_by(file: File, use: tree.Expr) -> tree.Call | None:
    """The call of a method that adds to a list, where that is used."""
    match file.scopes.parent.get(use):
        case tree.Attribute(attr=attr) as method if attr in ADDING:
            call = file.scopes.parent[method]
            if isinstance(call, tree.Call) and call.func is method and call.args and not call.args[-1].star:
                return call
    return None


def _adds_to_arguments(function: FunctionRef) -> bool:
    """Whether a function may add to a list that it is given."""
    names = {param.name for param in function.node.params}
    calls = (call for adding in ADDING for call in function.file.calls_named(adding))
    owners = (call.func.value for call in calls if isinstance(call.func, tree.Attribute))
    return any(isinstance(owner, tree.Name) and owner.id in names for owner in owners)


def _items(call: tree.Call, kind: str) -> Iterator[tree.Expr]:
    """What a call adds, as items of a kind."""
    given = call.args[-1].value
    if tree.last_name(call.func) != "extend":
        items: tuple[tree.Expr, ...] = (given,)
    elif isinstance(given, tree.Sequence):
        items = given.items
    else:
        items, kind = (tree.Other(given.at, "one of", (given,)),), kind or "perhaps"
    for item in items:
        yield tree.Other(item.at, kind, (item,)) if kind else item
