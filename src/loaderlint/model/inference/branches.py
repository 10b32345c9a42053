"""Which branches of a function cannot run with the arguments of one call."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from loaderlint.model.inference.arithmetic import ENDS, SPELLINGS
from loaderlint.model.inference.failing import failing_statements
from loaderlint.model.inference.flags import switch
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.outcomes import of_parts, of_values
from loaderlint.model.inference.torch_version import TorchVersion
from loaderlint.model.inference.values import Frame
from loaderlint.model.inference.walk import Once
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree

#: Methods whose results hang on nothing but what they belong to, and their arguments.
_ASKED = {"get", *ENDS, *SPELLINGS}


class Branches:
    """Tells what a call runs, given its arguments."""

    def __init__(self, evaluator: Evaluation, torch_version: TorchVersion) -> None:
        self._evaluator = evaluator
        self._torch_version = torch_version
        self._hang_on_arguments: Once[tree.Expr, bool] = Once(False)
        self._may_be_left: dict[tree.Node, bool] = {}
        self._may_leave_before: dict[tree.Node, tuple[tree.Node, ...]] = {}
        self._branching: dict[tree.Node, bool] = {}
        self._failing: dict[File, frozenset[tree.Node]] = {}
        self._in_any_call: dict[tree.Node, tuple[bool | None, tree.Node]] = {}

    def reach(self, node: tree.Node, frame: Frame) -> tuple[bool | None, tree.Node]:
        """Whether a call comes to a statement of its function; None if that is not certain.

        With the outermost statement around it that the call runs for certain if it runs this one.
        """
        if self._branches_on_arguments(frame.file, frame.function):
            return self._evaluator.memo.gather(("reach", node, frame), lambda: self._reach(node, frame))
        if node not in self._in_any_call:
            self._in_any_call[node] = self._reach(node, frame)
        return self._in_any_call[node]

    def _branches_on_arguments(self, file: File, function: tree.Function | tree.Lambda) -> bool:
        """Whether a condition in a function hangs on its arguments: else all calls run the same of it."""
        if function not in self._branching:
            nodes = (n for n in tree.walk_own(function) if isinstance(n, tree.If | tree.Match))
            tests = (test for node in nodes for test, _ in tree.arms(node) if test is not None)
            parts = (part for test in tests for part in _parts(test))
            self._branching[function] = any(self._hangs_on_arguments(file, part, function) for part in parts)
        return self._branching[function]

    def _reach(self, node: tree.Node, frame: Frame) -> tuple[bool | None, tree.Node]:
        runs: bool | None = True
        child = outermost = node
        for above in frame.file.scopes.ancestors(node):
            if self._is_left_before(above, child, frame):
                return False, node
            if above is frame.function:
                break
            if isinstance(above, tree.If | tree.Match):
                ran = next((ran for block, ran in self._ran(above, frame) if _is_in(child, block)), None)
                if ran is False:
                    return False, node
                runs = runs and ran
                outermost = above
            elif not isinstance(above, tree.Case):
                runs = None
            child = above
        return runs, outermost if runs else node

    def returned(self, frame: Frame) -> list[tree.Expr]:
        """Return the expressions that a call of a function can return, leaving out those that it cannot come to."""
        if isinstance(frame.function, tree.Lambda):
            return [frame.function.value]
        returns = frame.file.returns(frame.function)
        if len(returns) > 1:
            returns = tuple(statement for statement in returns if self.reach(statement, frame)[0] is not False)
        return [statement.value for statement in returns if statement.value is not None]

    def raises(self, frame: Frame) -> bool:
        """Whether a call certainly comes to a `raise` of its function: its arguments are refused."""
        function = frame.function
        if isinstance(function, tree.Lambda) or function.decorators:
            return False
        raised = frame.file.raised(function)
        if not raised or tree.yields(function):
            return False
        return any(self.reach(statement, frame)[0] is True for statement in raised)

    def _is_left_before(self, above: tree.Node, child: tree.Node, frame: Frame) -> bool:
        """Whether a call leaves the block that `child` stands in before it comes there: `if not train: return ...`."""
        if child not in self._may_leave_before:
            self._may_leave_before[child] = tuple(filter(self.may_leave, tree.before(above, child)))
        return any(self._leaves(statement, frame) for statement in self._may_leave_before[child])

    def _leaves(self, statement: tree.Node, frame: Frame) -> bool:
        if not isinstance(statement, tree.If | tree.Match) or not self.may_leave(statement):
            return tree.leaves(statement)
        ways = self._ran(statement, frame)
        leave = [any(self._leaves(s, frame) for s in block) for block, ran in ways if ran is not False]
        return bool(leave) and all(leave)

    def may_leave(self, statement: tree.Node) -> bool:
        """Return whether a statement leaves its block, in any call, or may do so in one of its branches."""
        if not isinstance(statement, tree.If | tree.Match):
            return tree.leaves(statement)
        if statement not in self._may_be_left:
            inside = (s for _, block in tree.arms(statement) for s in block)
            self._may_be_left[statement] = any(map(self.may_leave, inside))
        return self._may_be_left[statement]

    def _ran(self, node: tree.If | tree.Match, frame: Frame) -> Iterator[tuple[tuple[tree.Stmt, ...], bool | None]]:
        return ran(node, lambda test: self._outcome(test, frame))

    def _outcome(self, test: tree.Expr, frame: Frame) -> bool | None:
        """Whether a condition on nothing but arguments, or torch's version, holds; None if that is not certain.

        Others are seldom certain, and working them out takes much of the budget for a question.
        """
        if isinstance(test, tree.Constant):
            return bool(test.value)
        if (outcome := self._torch_version.compared(test, frame.file)) is not None:
            return outcome
        if not self._hangs_on_arguments(frame.file, test, frame.function):
            return of_parts(test, lambda part: self._outcome(part, frame))  # as of `options and options.noise`
        return of_values(self._evaluator.evaluate(test, frame))

    def failing(self, file: File) -> frozenset[tree.Node]:
        """Return the statements of a file that nothing comes behind: they raise, or leave the program."""
        if file not in self._failing:
            self._failing[file] = failing_statements(file)
        return self._failing[file]

    def never_runs(self, place: Place) -> bool:
        """Whether code runs in no release of torch that the project supports, or is switched off by a constant.

        Nor does it run if a statement that it is part of, or that stands before it, certainly raises.
        """
        child, failing = place.node, self.failing(place.file)
        for above in place.file.scopes.ancestors(place.node):
            if isinstance(above, tree.If | tree.Conditional) and child is not above.test:
                taken = child in (above.body if isinstance(above, tree.If) else (above.then,))
                if self._torch_version.compared(above.test, place.file) is (not taken):
                    return True
                if switch(place.file, above.test) is (not taken):
                    return True
            if failing and not failing.isdisjoint((child, *tree.before(above, child))):
                return True
            child = above
        return False

    def _hangs_on_arguments(self, file: File, expr: tree.Expr, function: tree.Function | tree.Lambda) -> bool:
        """Whether a value is made of a function's parameters, and of names that it gives such a value once.

        Of what belongs to an argument, attributes of `self`, `options.get("train")`, `split.lower()` and its class
        alone: others are not arguments.
        """
        return self._hang_on_arguments(expr, lambda: self._is_made_of_arguments(file, expr, function))

    def _is_made_of_arguments(self, file: File, expr: tree.Expr, function: tree.Function | tree.Lambda) -> bool:
        method = file.scopes.class_of(function) is not None

        def leads_away(node: tree.Node) -> bool:
            match node:
                case tree.Attribute(value=tree.Name(id=owner), attr=attr):
                    return attr not in _ASKED and not (method and owner == function.params[0].name)
                case tree.Call(func=tree.Attribute(attr=attr)):
                    return attr not in _ASKED
            return isinstance(node, tree.Attribute | tree.Call)

        def does(name: tree.Name) -> bool:
            found = file.scopes.scope_of(function).names.get(name.id, [])
            if found and isinstance(found[0].node, tree.Parameter):
                return True
            value = found[0].value if len(found) == 1 and found[0].kind == "assign" and not found[0].path else None
            return value is not None and self._hangs_on_arguments(file, value, function)

        nodes = list(_asking(expr))
        names = [n for n in nodes if isinstance(n, tree.Name)]
        return bool(names) and all(map(does, names)) and not any(map(leads_away, nodes))


def ran(
    node: tree.If | tree.Match, holds: Callable[[tree.Expr], bool | None]
) -> Iterator[tuple[tuple[tree.Stmt, ...], bool | None]]:
    """Yield the blocks of which one runs, each with whether that is it; None where it is not certain."""
    left: bool | None = True  # whether none before has run
    for test, block in tree.arms(node):
        held = holds(test) if test is not None and left is not False else True
        yield block, False if left is False or held is False else (left and held)
        left = False if held is True else left if held is False else None


def _parts(test: tree.Expr) -> Iterator[tree.Expr]:
    """A condition, and those that it is made of."""
    yield test
    if isinstance(test, tree.Operation) and test.op in ("and", "or", "not"):
        for operand in test.operands:
            yield from _parts(operand)


def _asking(expr: tree.Expr) -> Iterator[tree.Node]:
    """Walk a condition; of `isinstance(options, dict)` and `hasattr(options, "train")`, what is asked alone."""
    stack: list[tree.Node] = [expr]
    while stack:
        match stack.pop():
            case tree.Call(func=tree.Name(id="isinstance" | "hasattr"), args=(asked, _)):
                stack.append(asked.value)
            case node:
                yield node
                stack += tree.children(node)


def _is_in(child: tree.Node, block: tuple[tree.Stmt, ...]) -> bool:
    """Whether a block holds a part of an `if`, or is that of a case."""
    return child in block or (isinstance(child, tree.Case) and child.body is block)
