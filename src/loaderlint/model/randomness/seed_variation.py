"""Whether a seed differs between workers, between epochs and between items (FACTS.md 1 and 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loaderlint.model.inference.argument_of_parameter import argument_for
from loaderlint.model.inference.arithmetic import CONVERTING
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Mark,
    Meaning,
    Member,
    at_large,
    mark,
)
from loaderlint.model.inference.walk import Once
from loaderlint.model.libraries.facts import Gives, Varies
from loaderlint.model.project.file import File
from loaderlint.model.workers.worker_info import told
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Variation:
    """What a value in a worker process depends on. One that is `by_second` stays the same for a second."""

    worker: bool
    epoch: bool
    item: bool = False
    by_second: bool = False

    @property
    def is_fresh(self) -> bool:
        """Whether it is another in every worker and epoch, as torch's own seeds are."""
        return self.worker and self.epoch

    def __or__(self, other: Variation) -> Variation:
        """Return what a value made of two others depends on."""
        return Variation(
            self.worker or other.worker,
            self.epoch or other.epoch,
            self.item or other.item,
            self.by_second or other.by_second,
        )


FIXED = Variation(worker=False, epoch=False)
WORKER_ID = Variation(worker=True, epoch=False)
ITEM = Variation(worker=True, epoch=False, item=True)
FRESH = Variation(worker=True, epoch=True)
ANEW = Variation(worker=True, epoch=True, item=True)
BY_SECOND = Variation(worker=False, epoch=True, by_second=True)

_OF_CALLS = {Varies.NEVER: FIXED, Varies.BY_WORKER: FRESH, Varies.EVERY_TIME: ANEW, Varies.IN_SECONDS: ANEW}

_INFO_FIELDS = {"seed": FRESH, "id": WORKER_ID, "num_workers": FIXED}

#: Names of the objects that hold a run's settings.
_SETTINGS = {
    "args", "arg", "opt", "opts", "options", "cfg", "config", "conf", "hparams", "params", "flags", "FLAGS", "settings",
}  # fmt: skip


class VariationOf:
    """Tells what seeds depend on in code reached from `root`: a `worker_init_fn`, a `__getitem__`, or any code (None).

    `given` says of what kind its first parameter is: the worker's id, or the index of an item.
    """

    def __init__(
        self, evaluator: Evaluator, root: tree.Function | tree.Lambda | None, *, given: Variation = WORKER_ID
    ) -> None:
        self._evaluator = evaluator
        self._root = root
        self._given = given
        self._once: Once[tuple[tree.Expr, Mark], Variation | None] = Once(FIXED)

    def expression(self, expr: tree.Expr, frame: Frame) -> Variation | None:
        """Return what `expr` depends on; None where that cannot be told."""
        return self._once((expr, mark(frame)), lambda: self._expression(expr, frame))

    def _expression(self, expr: tree.Expr, frame: Frame) -> Variation | None:
        match expr:
            case tree.Constant(value=None):
                return ANEW  # as a seed: whatever the system gives
            case tree.Constant():
                return FIXED
            case tree.Name():
                return self._name(expr, frame)
            case tree.Attribute():
                return self._attribute(expr, frame)
            case tree.Call():
                return self._call(expr, frame)
            case tree.Operation():
                return self._all(expr.operands, frame)
            case tree.Conditional(then=then, otherwise=otherwise):
                return self._all((then, otherwise), frame)
            case tree.Subscript():
                return self._subscript(expr, frame)
            case tree.Sequence():
                return self._all(expr.items, frame)
        return None

    def _all(self, exprs: Iterable[tree.Expr], frame: Frame) -> Variation | None:
        total = FIXED
        for expr in exprs:
            one = self.expression(expr, frame)
            if one is None:
                return None
            total |= one
        return total

    def _name(self, name: tree.Name, frame: Frame) -> Variation | None:
        found = frame.file.scopes.scope_at(name).lookup(name.id)
        if found is None:
            return None
        home, bindings = found
        total = FIXED
        for binding in bindings:
            match binding.node:
                case tree.Parameter() as param:
                    one = self._parameter(home.owner, param, frame)
                case tree.Assign(op="") if binding.value is not None and not self._in_loop(frame.file, binding.node):
                    one = self.expression(binding.value, frame)
                case tree.Import():
                    one = _constant(self._evaluator.evaluate(name, at_large(frame.file)))
                case _:
                    return None
            if one is None:
                return None
            total |= one
        return total

    def _parameter(self, function: tree.Node, param: tree.Parameter, frame: Frame) -> Variation | None:
        while frame.outer is not None and frame.function is not function:
            frame = frame.outer
        if frame.function is function and isinstance(function, tree.Function | tree.Lambda):
            argument = argument_for(function, param, frame, skip_first=frame.receiver is not None)
            if isinstance(argument, tree.Argument):
                where = frame.place_of(argument)
                found = self.expression(argument.value, where)
                bound = frame.partial is not None and argument in frame.partial.args
                return self._made_before(where.file, argument.value) if found is None and bound else found
            if function is self._root:
                return (
                    self._given
                    if param is self._first(function, frame)
                    else FIXED
                    if param.default is not None
                    else None
                )
            return FIXED if argument is None and param.default is not None else None
        outer = self._root is not None and function is not self._root
        return FIXED if param.name in _SETTINGS or (outer and "epoch" not in param.name.lower()) else None

    @staticmethod
    def _made_before(file: File, expr: tree.Expr) -> Variation | None:
        """What a number depends on that `partial` was given when the loader was built, however it was found."""
        looped = any(isinstance(a, tree.For | tree.While) for a in file.scopes.ancestors(expr))
        return None if looped or any("epoch" in name.lower() for name in tree.names(expr)) else FIXED

    @staticmethod
    def _first(function: tree.Function | tree.Lambda, frame: Frame) -> tree.Parameter | None:
        """The parameter of the root that torch gives the worker's id or an index: the first that is still free."""
        bound = frame.partial.args if frame.partial else ()
        positional = sum(1 for a in bound if a.keyword is None)
        free = [p for p in function.params if not p.star and not p.keyword_only][
            positional + (frame.receiver is not None) :
        ]
        return next((p for p in free if p.name not in [a.keyword for a in bound]), None)

    @staticmethod
    def _in_loop(file: File, node: tree.Node) -> bool:
        return any(isinstance(a, tree.For | tree.While) for a in file.scopes.ancestors(node))

    def _attribute(self, expr: tree.Attribute, frame: Frame) -> Variation | None:
        values = self._evaluator.evaluate(expr, frame)
        if (fixed := _constant(values)) is not None:
            return fixed
        only = values[0] if len(values) == 1 else None
        if field := told(only):
            steps = field.split(".")
            settings = steps[0] == "dataset" and bool(_SETTINGS & set(steps[1:]))
            return FIXED if settings and not self._is_assigned(frame.file, expr.attr) else _INFO_FIELDS.get(field)
        match only:
            case Member(owner=owner) if owner.fact.gives is not Gives.COMMAND_LINE:
                return None
        root = expr.value
        while isinstance(root, tree.Attribute):
            root = root.value
        if not isinstance(root, tree.Name) or self._is_assigned(frame.file, expr.attr):
            return None
        return FIXED if root.id in _SETTINGS or root.id == "self" else None

    @staticmethod
    def _is_assigned(file: File, attr: str) -> bool:
        """Whether the attribute is set anywhere but in an `__init__`: then it may follow the epoch."""
        for node in file.scopes.every(tree.Assign):
            for target in node.targets:
                if isinstance(target, tree.Attribute) and target.attr == attr:
                    method = file.scopes.function_at(node)
                    if node.op or not isinstance(method, tree.Function) or method.name != "__init__":
                        return True
        return False

    def _call(self, call: tree.Call, frame: Frame) -> Variation | None:
        callees = self._evaluator.evaluate(call.func, frame)
        only = callees[0] if len(callees) == 1 else None
        arguments = [a.value for a in call.args]
        match only:
            case External(fact=fact):
                if fact.gives in CONVERTING and len(arguments) == 1 and self._is_in_seconds(arguments[0], frame):
                    return BY_SECOND
                if fact.varies is Varies.WITH_ARGUMENTS:
                    return self._all(arguments, frame)
                return ANEW if fact.draws else _OF_CALLS.get(fact.varies) if fact.varies else None
            case Member(owner=Instance(call=tree.Call() as made)) as member:
                if member.owner.fact.varies is Varies.WITH_ARGUMENTS or member.name in ("item", "tolist"):
                    return self.expression(made, member.owner.frame)
                return None
            case FunctionRef() as function:
                return self._returned(function, call, frame)
        return None

    def _is_in_seconds(self, expr: tree.Expr, frame: Frame) -> bool:
        """Whether an expression is the time, of which whole seconds are left when it is made an integer."""
        return isinstance(expr, tree.Call) and self._evaluator.fact(expr.func, frame).varies is Varies.IN_SECONDS

    def _returned(self, function: FunctionRef, call: tree.Call, frame: Frame) -> Variation | None:
        inner = self._evaluator.calls.enter(function, call, frame)
        if inner is None:
            return None
        if isinstance(function.node, tree.Lambda):
            return self.expression(function.node.value, inner)
        returned = function.file.returned(function.node)
        return self._all(returned, inner) if returned else None

    def _subscript(self, expr: tree.Subscript, frame: Frame) -> Variation | None:
        if self._evaluator.fact(expr.value, frame).varies is Varies.NEVER:
            return FIXED
        if is_first_word_of_numpy_state(self._evaluator, expr, frame):
            return FIXED  # torch seeds NumPy from an array, which leaves the first word at 2147483648 (FACTS.md 2)
        return self._all((expr.value, *expr.index), frame)


def _constant(values: tuple[Meaning, ...]) -> Variation | None:
    return FIXED if values and all(isinstance(v, Const) for v in values) else None


def is_first_word_of_numpy_state(evaluator: Evaluator, expr: tree.Subscript, frame: Frame) -> bool:
    """Whether the expression is `np.random.get_state()[1][0]`, on one line or by way of variables."""
    match expr.index, evaluator.evaluate(expr.value, frame):
        case (tree.Constant(value=0),), (Member(owner=state, name="[1]"),):
            return state.fact.gives is Gives.NUMPY_STATE
    return False
