"""The part of a function that can run with the arguments it is given."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.branches import ran
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.operations import is_filled
from loaderlint.model.inference.outcomes import all_hold, any_holds
from loaderlint.model.inference.values import Const, Frame, Meaning
from loaderlint.model.libraries.words import UNIT_DRAWS
from loaderlint.syntax import tree

#: The parts of nodes that are blocks of statements.
_BLOCKS = {"body", "otherwise", "final"}

#: Nodes of which a part may not run.
_SELECTIVE = frozenset({
    tree.Function, tree.Class, tree.If, tree.Match, tree.Operation, tree.Conditional, tree.For, tree.While, tree.With,
    tree.Try, tree.Handler,
})  # fmt: skip


def live_nodes(evaluator: Evaluator, frame: Frame) -> Iterator[tree.Node]:
    """Walk the body of a frame's function, leaving out what its arguments rule out, and functions inside it.

    A lambda inside is walked: it is nearly always called on the spot.
    """
    return Live(evaluator, frame).nodes(frame.function)


class Live:
    """Tells what of the code of a frame can run."""

    def __init__(self, evaluator: Evaluator, frame: Frame) -> None:
        self._evaluator = evaluator
        self._frame = frame
        self._failing = evaluator.branches.failing(frame.file)
        self._outcomes: dict[tree.Expr, bool | None] = {}

    def nodes(self, function: tree.Function | tree.Lambda) -> Iterator[tree.Node]:
        """Walk the body of a function."""
        body = (function.value,) if isinstance(function, tree.Lambda) else function.body
        stack = self.until_left(body)[::-1]
        while stack:
            node = stack.pop()
            yield node
            if node.parts:
                stack += self.below(node)[::-1]

    def below(self, node: tree.Node) -> list[tree.Node]:
        """Return what can run of the nodes directly inside `node`."""
        if type(node) not in _SELECTIVE:
            return tree.children(node)
        match node:
            case tree.Function() | tree.Class():
                return []
            case tree.If():
                return [node.test, *(s for block in self._taken(node) for s in self.until_left(block))]
            case tree.Match():
                asked = [expr for case in node.cases for expr in (*case.values, case.guard) if expr is not None]
                return [node.subject, *asked, *(s for block in self._taken(node) for s in self.until_left(block))]
            case tree.Operation(op="and" | "or"):
                return [*self._evaluated(node)]
            case tree.Conditional():
                outcome = self.outcome(node.test)
                taken = [node.then, node.otherwise] if outcome is None else [node.then if outcome else node.otherwise]
                return [node.test, *taken]
        found: list[tree.Node] = []
        for part in node.parts:
            value = getattr(node, part)
            if type(value) is tuple:
                found += self.until_left(value) if part in _BLOCKS else value
            elif value is not None:
                found.append(value)
        return found

    def _evaluated(self, node: tree.Operation) -> list[tree.Expr]:
        """The operands of `and` or `or` up to the first that certainly decides."""
        kept: list[tree.Expr] = []
        for operand in node.operands:
            kept.append(operand)
            if self.outcome(operand) is (node.op == "or"):
                break
        return kept

    def until_left(self, block: tuple[tree.Node, ...]) -> list[tree.Node]:
        """Return the statements of a block up to the first that certainly leaves it."""
        for number, statement in enumerate(block[:-1], 1):
            if self._leaves(statement):
                return list(block[:number])
        return list(block)

    def _leaves(self, statement: tree.Node) -> bool:
        if isinstance(statement, tree.If | tree.Match) and self._evaluator.branches.may_leave(statement):
            return all(any(map(self._leaves, block)) for block in self._taken(statement))
        return tree.leaves(statement) or self._raises(statement)

    def comes_to(self, node: tree.Node) -> bool:
        """Whether no call before `node`, in a block around it, certainly raises."""
        for above in self._frame.file.scopes.ancestors(node):
            if any(map(self._raises, tree.before(above, node))):
                return False
            node = above
        return True

    def ended_before(self, node: tree.Node) -> tree.Node | None:
        """Return what certainly ends a block around `node` before it comes to that."""
        for above in self._frame.file.scopes.ancestors(node):
            if (end := next(filter(self._leaves, tree.before(above, node)), None)) is not None:
                return end
            if isinstance(above, tree.Function):
                break
            node = above
        return None

    def _raises(self, statement: tree.Node) -> bool:
        if statement in self._failing:
            return True
        file = self._frame.file
        if file.source.cells and file.scopes.function_at(statement) is None:
            return False  # another cell can be run all the same
        match statement:
            case tree.Assign(value=tree.Call() as call) | tree.Evaluate(kind="", values=(tree.Call() as call,)):
                return self._evaluator.calls.raises(call, self._frame)
        return False

    def _taken(self, node: tree.If | tree.Match) -> list[tuple[tree.Stmt, ...]]:
        return [block for block, runs in ran(node, self.outcome) if runs is not False]

    def outcome(self, test: tree.Expr) -> bool | None:
        """Return whether a condition holds; None where that is not certain."""
        if test not in self._outcomes:
            self._outcomes[test] = self._find_outcome(test)
        return self._outcomes[test]

    def _find_outcome(self, test: tree.Expr) -> bool | None:
        if isinstance(test, tree.Operation) and test.op in ("and", "or"):
            parts = [self.outcome(operand) for operand in self._evaluated(test)]
            return any_holds(parts) if test.op == "or" else all_hold(parts)
        if self._asks_for_chance_of_none(test):
            return False
        outcomes = {_truth(value) for value in self._evaluator.evaluate(test, self._frame)}
        return outcomes.pop() if len(outcomes) == 1 else None

    def _asks_for_chance_of_none(self, test: tree.Expr) -> bool:
        """Whether a condition is `random() < 0`: an augmentation that is off has a probability of 0."""
        match test:
            case tree.Operation(op="<", operands=(tree.Call(func=func, args=()), chance)):
                pass
            case tree.Operation(op=">", operands=(chance, tree.Call(func=func, args=()))):
                pass
            case _:
                return False
        values = self._evaluator.evaluate(chance, self._frame) if tree.last_name(func) in UNIT_DRAWS else ()
        return bool(values) and all(isinstance(v, Const) and not v.assumed and v.value == 0 for v in values)


def _truth(value: Meaning) -> bool | None:
    """Whether a value counts as true; None where that is not certain."""
    if isinstance(value, Const) and not value.assumed:
        return bool(value.value)
    return True if is_filled(value) else None
