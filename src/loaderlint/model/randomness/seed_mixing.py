"""Numbers that are drawn for nothing but to seed a stream, together with the number of the worker."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Frame
from loaderlint.model.inference.walk import Once
from loaderlint.model.libraries.facts import Varies
from loaderlint.model.libraries.streams import RESEEDING_METHODS
from loaderlint.model.randomness.seed_variation import VariationOf
from loaderlint.model.workers.item_code import Draw, ItemCode
from loaderlint.syntax import tree


def is_mixed_with_worker(evaluator: Evaluator, code: ItemCode, draw: Draw) -> bool:
    """Whether what is drawn only seeds streams, each worker's with its own number: `default_rng([worker, drawn])`."""
    frames = [visit.frame for visit in code.visits if draw.place.node in visit.live]
    return bool(frames) and all(_Mixing(evaluator, frame).seeds_by_worker(draw.place.node) for frame in frames)


class _Mixing:
    """Follows a value through one function."""

    def __init__(self, evaluator: Evaluator, frame: Frame) -> None:
        self._evaluator = evaluator
        self._frame = frame
        self._variation_of = VariationOf(evaluator, None)
        self._once: Once[tuple[tree.Node, bool], bool] = Once(False)

    def seeds_by_worker(self, node: tree.Node, mixed: bool = False) -> bool:
        """Whether all that is done with a value is to seed streams with it and the worker's number.

        That may be `mixed` with the value before.
        """
        return self._once((node, mixed), lambda: self._seeds_by_worker(node, mixed))

    def _seeds_by_worker(self, node: tree.Node, mixed: bool) -> bool:
        parent = self._frame.file.scopes.parent
        below, above = node, parent.get(node)
        while isinstance(above, tree.Argument | tree.Sequence | tree.Operation | tree.Call | tree.Attribute) or (
            isinstance(above, tree.Subscript) and below is above.value
        ):
            mixed = mixed or any(map(self._varies, self._beside(above)))
            if isinstance(above, tree.Call) and not self._keeps(above, below):
                return mixed and self._seeds(above)
            below, above = above, parent.get(above)
        match above:
            case tree.Assign(targets=(tree.Name(id=name) as target,), op=""):
                inside = (n for n in tree.walk_own(self._frame.function) if isinstance(n, tree.Name) and n.id == name)
                uses = [use for use in inside if use is not target]
                return bool(uses) and all(self.seeds_by_worker(use, mixed) for use in uses)
        return False

    def _keeps(self, call: tree.Call, below: tree.Node) -> bool:
        """Whether a call makes other numbers of the one that it is given or asked of: `SeedSequence(n).spawn(2)`."""
        return below is call.func or self._evaluator.fact(call.func, self._frame).varies is Varies.WITH_ARGUMENTS

    def _seeds(self, call: tree.Call) -> bool:
        fact = self._evaluator.fact(call.func, self._frame)
        return bool(fact.rng or fact.makes_bits or fact.seeds) or tree.last_name(call.func) in RESEEDING_METHODS

    @staticmethod
    def _beside(node: tree.Node) -> Iterator[tree.Expr]:
        """The names that a value is put together with."""
        parts = node.args if isinstance(node, tree.Call) else (node,) if isinstance(node, tree.Operation) else ()
        return (n for part in parts for n in tree.walk(part) if isinstance(n, tree.Name | tree.Attribute))

    def _varies(self, expr: tree.Expr) -> bool:
        variation = self._variation_of.expression(expr, self._frame)
        return variation is not None and variation.worker
