"""What of a function's code the arguments of one call rule out, by the conditions that they decide."""

from __future__ import annotations

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Const, Frame
from loaderlint.model.project.file import File
from loaderlint.syntax import tree


class Branches:
    """Tells what a call runs, given its arguments."""

    def __init__(self, evaluator: Evaluation) -> None:
        self._evaluator = evaluator
        self._named: dict[tree.Expr, set[str]] = {}

    def reach(self, file: File, node: tree.Node, frame: Frame) -> tuple[bool | None, tree.Node]:
        """Whether a call comes to a statement of its function; None if that is not certain.

        With the outermost statement around it that the call runs for certain if it runs this one.
        """
        runs: bool | None = True
        child = outermost = node
        for above in file.scopes.ancestors(node):
            if self._is_left_before(file, above, child, frame):
                return False, node
            if above is frame.function:
                break
            if isinstance(above, tree.If):
                taken = self._outcome(file, above.test, frame)
                if taken is not None and taken is not (child in above.body):
                    return False, node
                runs = None if taken is None else runs
                outermost = above
            else:
                runs = None
            child = above
        return runs, outermost if runs else node

    def returned(self, file: File, frame: Frame) -> list[tree.Expr]:
        """Return the expressions that a call of a function can return, leaving out those that it cannot come to."""
        assert isinstance(frame.function, tree.Function)
        returns = [n for n in tree.walk_own(frame.function) if isinstance(n, tree.Return) and n.value is not None]
        if len(returns) > 1:
            returns = [statement for statement in returns if self.reach(file, statement, frame)[0] is not False]
        return [statement.value for statement in returns if statement.value is not None]

    def _is_left_before(self, file: File, above: tree.Node, child: tree.Node, frame: Frame) -> bool:
        """Whether a call leaves the block that `child` stands in before it comes there: `if not train: return ...`."""
        blocks = (getattr(above, part) for part in above.parts)
        block = next((b for b in blocks if isinstance(b, tuple) and child in b), (child,))  # no block: a condition
        return any(self._leaves(file, statement, frame) for statement in block[: block.index(child)])

    def _leaves(self, file: File, statement: tree.Node, frame: Frame) -> bool:
        match statement:
            case tree.Return() | tree.Evaluate(kind="raise") | tree.Jump(kind="break" | "continue"):
                return True
            case tree.If(test=test, body=body, otherwise=otherwise):
                leave = [any(self._leaves(file, s, frame) for s in block) for block in (body, otherwise)]
                if not any(leave):
                    return False
                taken = self._outcome(file, test, frame)
                return all(leave) if taken is None else leave[0 if taken else 1]
        return False

    def _outcome(self, file: File, test: tree.Expr, frame: Frame) -> bool | None:
        """Whether a condition on nothing but arguments holds; None if it is another one, or that is not certain.

        Others are seldom certain, and working them out takes much of the budget for a question.
        """
        if test not in self._named:
            self._named[test] = {n.id for n in tree.walk(test) if isinstance(n, tree.Name)}
        names = self._named[test]
        if not names or not names <= {p.name for p in frame.function.params}:
            return None
        values = self._evaluator.evaluate(file, test, frame)
        only = values[0] if len(values) == 1 else None
        return bool(only.value) if isinstance(only, Const) and not only.assumed else None
