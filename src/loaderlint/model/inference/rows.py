"""What going through `zip`, `enumerate`, `map` and the like gives, and the values or items of a dict: as expressions.

An item of which no more is known than what it is one of is written `one of`, as no program could.
"""

from __future__ import annotations

from loaderlint.model import limits
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Frame, Instance, Items, Mapping, Meaning, Meanings
from loaderlint.model.libraries.facts import Fact, Gives, Passes
from loaderlint.syntax import tree


class Rows:
    """Makes the displays, once for each call."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._rows: dict[tree.Call, tuple[tree.Expr, ...]] = {}
        self._held: dict[tuple[tree.Call, tuple[str, ...]], tree.Sequence] = {}

    def of(self, call: tree.Call, fact: Fact) -> tuple[tree.Expr, ...]:
        """Return what a turn of a loop over the result of a library's function may get; nothing if that is not told."""
        if call not in self._rows:
            self._rows[call] = tuple(_made(call, fact))
        return self._rows[call]

    def keys(self, owner: tree.Expr, frame: Frame, values: Meanings) -> tuple[str, ...]:
        """Return the keys of a dict that is made with a few entries, or under a name; none where not all are known."""
        may_be_filled = isinstance(owner, tree.Name) and all(isinstance(value, Mapping) for value in values)
        if not values or not (may_be_filled or all(map(_is_filled, values))):
            return ()
        keys = self._evaluator.keys(owner, frame)
        return keys if len(keys) <= limits.ALTERNATIVES else ()

    def held(self, call: tree.Call, frame: Frame) -> Meanings:
        """Return what `table.values()` or `table.items()` gives, for a dict with a few entries, which are all known."""
        assert isinstance(call.func, tree.Attribute)
        owner = call.func.value
        keys = self.keys(owner, frame, self._evaluator.evaluate(owner, frame))
        if not keys:
            return ()
        if (call, keys) not in self._held:
            names = [tree.Constant(call.at, key) for key in keys]
            values: list[tree.Expr] = [tree.Subscript(call.at, owner, (name,)) for name in names]
            if call.func.attr == "items":
                pairs = zip(names, values, strict=True)
                values = [tree.Sequence(call.at, "tuple", pair) for pair in pairs]
            self._held[call, keys] = tree.Sequence(call.at, "list", tuple(values))
        return (Items(self._held[call, keys], frame),)


def _is_filled(value: Meaning) -> bool:
    match value:
        case Mapping(node=tree.Dict(items=items)):
            return bool(items)
        case Instance(call=tree.Call(args=args)):
            return value.fact.gives is Gives.DICT and bool(args)
    return isinstance(value, Mapping)


def _made(call: tree.Call, fact: Fact) -> list[tree.Expr]:
    given = [a.value for a in call.args if a.keyword in (None, "iterable") and not a.star]
    if not given or any(a.star for a in call.args) or fact.passes is None:
        return []
    parts: list[tree.Expr] = [tree.Other(call.at, "one of", (expr,)) for expr in given[fact.passes.sources]]
    if fact.passes is Passes.ALL_BUT_FIRST:  # `map`
        arguments = tuple(tree.Argument(call.at, "", None, part) for part in parts)
        return [tree.Call(call.at, given[0], arguments)] if arguments else []
    if fact.flattens:
        return [tree.Other(call.at, "one of", (part,)) for part in parts]
    if fact.gives is Gives.NUMBERED:
        return [tree.Sequence(call.at, "tuple", (tree.Other(call.at, "number", ()), *parts))]
    return [tree.Sequence(call.at, "tuple", tuple(parts))] if fact.pairs else parts
