"""The options that a call is given, by name: positional, by keyword, and spread from dicts."""

from __future__ import annotations

from dataclasses import dataclass

from loaderlint.model.evaluate import Evaluator
from loaderlint.model.file import File, Place
from loaderlint.model.meaning import UNKNOWN, Const, Frame, Mapping, Meanings
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a call, three-valued: given and known, left to its default, or unknown.

    `place` is the argument that gives it, None where there is none to point at.
    """

    values: Meanings
    given: bool | None
    place: Place | None = None

    @property
    def known(self) -> bool:
        """Whether it is certain what the option is."""
        return len(self.values) == 1 and self.values[0] is not UNKNOWN

    @property
    def constant(self) -> Const | None:
        """The literal that the option is, where that is certain."""
        only = self.values[0] if len(self.values) == 1 else None
        return only if isinstance(only, Const) else None

    def is_(self, value: object) -> bool:
        """Whether the option is certainly `value` (`False` is not `0`), not only by a default of the command line."""
        const = self.constant
        return const is not None and not const.assumed and _same(const.value, value)

    def is_by_default(self, value: object) -> bool:
        """Whether the option is `value` unless somebody sets it on the command line."""
        const = self.constant
        return const is not None and _same(const.value, value)

    def may_be(self, value: object) -> bool:
        """Whether `value` is one of the seen alternatives: positive evidence, not mere ignorance."""
        return any(isinstance(m, Const) and _same(m.value, value) for m in self.values)

    @property
    def is_given(self) -> bool:
        """Whether the call certainly passes the option, as something other than None."""
        return self.given is True and self.known and not self.is_(None)


def _same(one: object, other: object) -> bool:
    return type(one) is type(other) and one == other


#: An option as an expression in its own file and frame.
_Bound = tuple[Place, tree.Expr, File, Frame | None]


class Options:
    """The options of one call of a function with the parameters `names` (positional order) and their `defaults`."""

    def __init__(
        self,
        evaluator: Evaluator,
        call: tree.Call,
        file: File,
        frame: Frame | None,
        *,
        names: tuple[str, ...],
        defaults: dict[str, object],
    ) -> None:
        self._evaluator = evaluator
        self._defaults = defaults
        self._fallback = Place(file, call)
        self._bound: dict[str, _Bound] = {}
        self._complete = True  # no spread that could hold any option
        self._read(call, file, frame, names)

    def __getitem__(self, name: str) -> Option:
        """Return the option `name`."""
        if name in self._bound:
            place, expr, file, frame = self._bound[name]
            return Option(self._evaluator.evaluate(file, expr, frame), True, place)
        if not self._complete:
            return Option((UNKNOWN,), None)
        return Option((Const(self._defaults.get(name), self._fallback),), False)

    def expression(self, name: str) -> tuple[tree.Expr, File, Frame | None] | None:
        """Return the expression that gives the option `name`, with the file and frame to evaluate it in."""
        if name not in self._bound:
            return None
        _, expr, file, frame = self._bound[name]
        return expr, file, frame

    def _read(self, call: tree.Call, file: File, frame: Frame | None, names: tuple[str, ...]) -> None:
        positional = 0
        for argument in call.args:
            if argument.star == "*":
                self._complete = False
                positional = len(names)
            elif argument.star == "**":
                self._spread(argument.value, file, frame, Place(file, argument))
            elif argument.keyword is not None:
                self._bound[argument.keyword] = (Place(file, argument), argument.value, file, frame)
            elif positional < len(names):
                self._bound[names[positional]] = (Place(file, argument), argument.value, file, frame)
                positional += 1

    def _spread(self, expr: tree.Expr, file: File, frame: Frame | None, place: Place) -> None:
        """Take in `**expr` where it is certainly one dict display that nothing has changed since."""
        values = self._evaluator.evaluate(file, expr, frame)
        only = values[0] if len(values) == 1 else None
        pairs: list[tuple[str, tree.Expr, Place]] = []
        if isinstance(only, Mapping) and not _is_changed(file, expr):
            for pair in only.node.items:
                if isinstance(pair.key, tree.Constant) and isinstance(pair.key.value, str):
                    pairs.append((pair.key.value, pair.value, Place(only.file, pair)))
                else:
                    self._complete = False
            file, frame = only.file, only.frame
        elif isinstance(expr, tree.Call) and self._evaluator.path(file, expr.func, frame) == "builtins.dict":
            for argument in expr.args:
                if argument.keyword is not None:
                    pairs.append((argument.keyword, argument.value, Place(file, argument)))
                else:
                    self._complete = False
        else:
            self._complete = False
        for name, value, where in pairs:
            self._bound[name] = (where if where.file is place.file else place, value, file, frame)


#: Uses of a dict that leave it as it is.
_READING = {"get", "keys", "values", "items", "copy"}


def _is_changed(file: File, expr: tree.Expr) -> bool:
    """Whether a dict kept in the name or attribute `expr` may hold something else than its display by the time it is used."""
    if isinstance(expr, tree.Dict):
        return False
    if not isinstance(expr, tree.Name):
        return True
    found = file.scopes.scope_at(expr).lookup(expr.id)
    for node in tree.walk(file.tree):
        if not (isinstance(node, tree.Name) and node.id == expr.id):
            continue
        if file.scopes.scope_at(node).lookup(node.id) != found:
            continue
        parent = file.scopes.parent[node]
        harmless = (
            (isinstance(parent, tree.Argument) and parent.star == "**")
            or (isinstance(parent, tree.Assign) and node in parent.targets and not parent.op)
            or (isinstance(parent, tree.Attribute) and parent.attr in _READING)
            or (isinstance(parent, tree.Subscript) and not _is_target(file, parent))
        )
        if not harmless:
            return True
    return False


def _is_target(file: File, node: tree.Node) -> bool:
    parent = file.scopes.parent[node]
    return (isinstance(parent, tree.Assign) and node in parent.targets) or (
        isinstance(parent, tree.Evaluate) and parent.kind == "del"
    )
