"""What operations give: arithmetic on constants, comparisons with None and of torch's version, lists put together.

And whether a display, or a text, holds a constant.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, product

from loaderlint.model.inference.arithmetic import CONVERTING, fold, is_sentinel
from loaderlint.model.inference.device_names import compared
from loaderlint.model.inference.flags import tests
from loaderlint.model.inference.instead_of_none import given_instead
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.lists import CHANGING, changed
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.inference.texts import by_percent
from loaderlint.model.inference.torch_version import TorchVersion
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Mapping,
    Meaning,
    Meanings,
    Member,
    Number,
    Unknown,
    is_itself,
    lost,
    lost_first,
)
from loaderlint.model.libraries.facts import Fact, Gives, Parts, Samples
from loaderlint.model.libraries.torch import SUMS
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree

#: Methods of classes that say what operations on their objects give: on the left, and on the right.
_METHODS = {
    "+": ("__add__", "__radd__"),
    "*": ("__mul__", "__rmul__"),
    "&": ("__and__", "__rand__"),
    "|": ("__or__", "__ror__"),
}

#: Operations on numbers that give a number.
_ARITHMETIC = {"+", "-", "*", "/", "//", "%"}

#: Calls that are known as far as their arguments are.
MADE_OF_ARGUMENTS = frozenset({*CONVERTING, Gives.LEAST, Gives.MOST})

#: What is not a constant in a display.
_OTHER = object()


class Operations:
    """Tells what operations give."""

    def __init__(self, evaluator: Evaluation, torch_version: TorchVersion) -> None:
        self._evaluator = evaluator
        self._torch_version = torch_version
        self._calls: dict[tuple[tree.Operation, str], tree.Call] = {}
        self._sums: dict[tuple[tree.Sequence, ...], tree.Sequence] = {}
        self._changed: dict[File, set[str]] = {}

    def result(self, expr: tree.Operation, frame: Frame) -> Meanings:
        """Return what an operation gives."""
        if (outcome := self._torch_version.compared(expr, frame.file)) is not None:
            return (Const(outcome, frame.place(expr)),)
        if expr.op in ("and", "or"):
            return self._choice(expr, frame)
        if answers := compared(self._evaluator, expr, frame):
            return answers
        first = self._evaluator.evaluate(expr.operands[0], frame)
        if expr.op in _METHODS and len(expr.operands) == 2 and (given := self._by_method(expr, first, frame)):
            return given
        if expr.op in ("in", "not_in"):
            return self._membership(expr, first, frame)
        if expr.op == "%" and (text := self._percent(expr, first, frame)):
            return text
        others = (self._evaluator.evaluate(operand, frame) for operand in expr.operands[1:])
        values: Iterable[Meanings] = chain((first,), others)
        # What is not asked for all values is done, as a rule, once the first is known: most are not constants.
        if (
            expr.op in ("is", "is_not", "not", "*")
            or (expr.op == "+" and any(isinstance(value, Items) for value in first))
            or (expr.op in ("==", "!=") and any(map(_is_loader, first)))
        ):
            values = list(values)
            if given := self._of_others(expr, values, frame):
                return given
        return self._folded(expr, values, frame)

    def _percent(self, expr: tree.Operation, first: Meanings, frame: Frame) -> Meanings:
        """What `"%s.yaml" % name` gives; nothing for numbers."""
        match first:
            case (Const(value=str(text)),):
                return by_percent(self._evaluator, expr, text, frame)
        return ()

    def _choice(self, expr: tree.Operation, frame: Frame) -> Meanings:
        """What `and` or `or` gives: one operand may decide it, whatever the other is."""
        if given := given_instead(self._evaluator, expr, frame):
            return given
        values: list[Meanings] = []
        for operand in expr.operands:
            values.append(self._evaluator.evaluate(operand, frame))
            match values[-1]:
                case (Const(value=value, assumed=is_assumed) as only,) if bool(value) is (expr.op == "or"):
                    # Of an unknown operand and a right one that decides, only whether they hold is known.
                    if _is_set(only) and (len(values) == 1 or isinstance(value, bool)):
                        return (Const(value, frame.place(expr), is_assumed),)
        left, right = values
        if expr.op == "or" and any(isinstance(value, Items | Mapping | Instance) for value in (*left, *right)):
            held = tuple(value for value in left if not isinstance(value, Const) or value.value)
            return held if all(is_filled(v) or _is_device(v) for v in left) else (*held, *right)
        return self._folded(expr, (left, right), frame)

    def _membership(self, expr: tree.Operation, first: Meanings, frame: Frame) -> Meanings:
        """Whether a constant is in a display that stands right there, in a tuple or in a text."""
        match first:
            case (Const(value=sought, assumed=is_assumed) as only,) if _is_set(only):
                held = self._holds(expr.operands[1], sought, frame)
                if held is not None:
                    return (Const(held is (expr.op == "in"), frame.place(expr), is_assumed),)
        return (_lost_of(first),)

    def _holds(self, container: tree.Expr, sought: object, frame: Frame) -> bool | None:
        match self._evaluator.evaluate(container, frame):
            case (Const(value=str(text), assumed=False),) if isinstance(sought, str):
                return sought in text
            case (Items(node=node) as display,) if node is container or self._stays(display, container, frame.file):
                items = [self._evaluator.evaluate(item, display.frame) for item in node.items]
                consts = [one[0].value if len(one) == 1 and isinstance(one[0], Const) else _OTHER for one in items]
                return True if sought in consts else None if _OTHER in consts else False
        return None

    def _stays(self, display: Items, named: tree.Expr, file: File) -> bool:
        """Whether a display has what it was made with by whatever name: a tuple, or a list that nothing changes.

        A list that stands anywhere else than in an assignment may be a default that a user replaces.
        """
        if display.node.kind == "tuple":
            return True
        home = display.frame.file
        match home.scopes.parent.get(display.node):
            case tree.Assign(op="", targets=targets) if display.node.kind == "list":
                asked = ((home, name) for target in targets for name in tree.names(target))
                return not any(name in self._changed_in(one) for one, name in (*asked, (file, tree.last_name(named))))
        return False

    def _changed_in(self, file: File) -> set[str]:
        if file not in self._changed:
            self._changed[file] = changed(file, CHANGING)
        return self._changed[file]

    def _folded(self, expr: tree.Operation, values: Iterable[Meanings], frame: Frame) -> Meanings:
        """What an operation on constants gives."""
        if expr.op in _ARITHMETIC:
            values = list(values)
            if _makes_number(values):
                return (Number(expr, frame),)
        operands: list[list[Const]] = []
        for meanings in values:
            consts = [m for m in meanings if isinstance(m, Const) and _is_set(m)]
            # Alternatives of numbers may belong together in ways not seen here; a switch is on or off.
            if len(consts) < len(meanings) or (len(consts) != 1 and expr.op not in ("and", "or", "not")):
                return (_lost_of(self._inside(meanings), is_identity=expr.op in ("is", "is_not")),)
            operands.append(consts)
        folded: list[Meaning] = []
        for combination in product(*operands):
            result = fold(expr.op, [o.value for o in combination])
            if result is None:
                return (lost(Why.NOT_COMPUTED),)
            folded.append(Const(result[0], frame.place(expr), any(o.assumed for o in combination)))
        return tuple(folded)

    def _inside(self, values: Meanings) -> Meanings:
        """Of what `max`, `min` and `int` give, what their first argument that is no constant means; else the values."""
        for value in values:
            if isinstance(value, Instance) and value.fact.gives in MADE_OF_ARGUMENTS and value.call is not None:
                given = (self._evaluator.evaluate(argument.value, value.frame) for argument in value.call.args)
                if inner := next((m for m in given if not all(isinstance(v, Const) for v in m)), ()):
                    return inner
        return values

    def _of_others(self, expr: tree.Operation, values: list[Meanings], frame: Frame) -> Meanings:
        """What an operation gives for more than constants; nothing where that is not known."""
        match expr.op:
            case "==" | "!=":
                return self._same_loader(expr, values, frame)
            case "is" | "is_not":
                return self._same_loader(expr, values, frame) or self._identity(expr, values, frame)
            case "not":
                return (Const(False, frame.place(expr)),) if values[0] and all(map(is_filled, values[0])) else ()
        return self._joined(expr, values)

    def _by_method(self, expr: tree.Operation, first: Meanings, frame: Frame) -> Meanings:
        """What an operation on objects of the project, or on datasets, gives; nothing where not all of it is told.

        What a loop adds to is what the rounds before have made of it, and nothing can be added to None.
        """
        added_to = [value for value in first if not is_itself(value) and not (expr.op == "+" and _is_none(value))]
        if not added_to and any(map(is_itself, first)):
            return self._summed_up(expr, frame)
        found: list[Meaning] = []
        for value in added_to or first:
            if not (given := self._by_method_of(expr, value, frame)):
                return ()
            found += given
        return tuple(found)

    def _summed_up(self, expr: tree.Operation, frame: Frame) -> Meanings:
        """What a loop that adds datasets gives: `whole = part if whole is None else whole + part`."""
        added = self._evaluator.evaluate(expr.operands[1], frame) if expr.op == "+" else ()
        kinds = [self._kind(value) for value in added]
        own = (m for v in added for m in self._evaluator.attributes.attribute(v, "__add__"))
        if not kinds or kinds[0] is None or set(kinds) != {kinds[0]} or any(isinstance(m, FunctionRef) for m in own):
            return ()
        return (Instance(self._evaluator.external(SUMS[kinds[0]]), self._sum(expr), frame),)

    def _by_method_of(self, expr: tree.Operation, left: Meaning, frame: Frame) -> Meanings:
        """The same for one value on the left: its class has the method, or that of the value on the right has."""
        on_left, on_right = _METHODS[expr.op]
        one, other = expr.operands
        if isinstance(left, Instance) and (given := self._called(expr, (left,), on_left, one, other, frame)):
            return given
        if expr.op == "+" and (kind := self._kind(left)) is not None:
            return (Instance(self._evaluator.external(SUMS[kind]), self._sum(expr), frame),)
        if isinstance(left, Const) or (isinstance(left, Instance) and isinstance(left.cls, ClassRef)):
            return self._called(expr, self._evaluator.evaluate(other, frame), on_right, other, one, frame)
        return ()

    def _called(
        self, expr: tree.Operation, owners: Meanings, name: str, owner: tree.Expr, given: tree.Expr, frame: Frame
    ) -> Meanings:
        """What a method of objects of the project gives for another operand; nothing if not all have it."""
        found: list[Meaning] = []
        for value in owners:
            if not isinstance(value, Instance) or not isinstance(value.cls, ClassRef):
                return ()
            for method in self._evaluator.attributes.attribute(value, name):
                if not isinstance(method, FunctionRef):
                    return ()
                if (expr, name) not in self._calls:
                    argument = tree.Argument(expr.at, "", None, given)
                    self._calls[expr, name] = tree.Call(expr.at, owner, (argument,))
                bound = method if method.receiver is not None else replace(method, receiver=value)
                found += self._evaluator.calls.returned(bound, self._calls[expr, name], frame)
        return tuple(found)

    def _kind(self, value: Meaning) -> Samples | None:
        """Which kind of torch's datasets an object is of, or a part of one that is split; None for others."""
        match value:
            case Instance():
                return next((fact.dataset for fact in self._evaluator.attributes.facts(value) if fact.dataset), None)
            case Member(owner=Instance(fact=Fact(parts=Parts.ALL, dataset=kind))):
                return kind
        return None

    def _sum(self, expr: tree.Operation) -> tree.Call:
        """The call that makes one dataset of the two that are added."""
        if (expr, "") not in self._calls:
            both = tree.Sequence(expr.at, "list", expr.operands)
            self._calls[expr, ""] = tree.Call(expr.at, expr, (tree.Argument(expr.at, "", None, both),))
        return self._calls[expr, ""]

    @staticmethod
    def _same_loader(expr: tree.Operation, values: list[Meanings], frame: Frame) -> Meanings:
        """What `loader == train_loader`, or `device == device`, gives; nothing for anything else."""
        if tree.dotted(expr.operands[0]) is not None and tree.are_alike(*expr.operands):
            return (Const(expr.op in ("is", "=="), frame.place(expr)),)
        match values:
            case [(one,), (other,)] if _is_loader(one) and _is_loader(other):
                return (Const((one == other) is (expr.op in ("is", "==")), frame.place(expr)),)
        return ()

    @staticmethod
    def _identity(expr: tree.Operation, values: list[Meanings], frame: Frame) -> Meanings:
        """What `sampler is None` gives for what is never None; nothing for anything else.

        An option with another default does not become None by way of the command line.
        """
        others = [m for m in values if not (len(m) == 1 and isinstance(m[0], Const) and m[0].value is None)]
        if len(others) != 1 or not others[0] or not all(map(_is_never_none, others[0])):
            return ()
        return (Const(expr.op == "is_not", frame.place(expr)),)

    def _joined(self, expr: tree.Operation, values: list[Meanings]) -> Meanings:
        """What `[a] + [b]` holds, and `4 * [a]` in every item; nothing for anything else.

        A list of one constant many times is there to be filled: nothing is known of that. Of one that a loop adds to,
        the first items are known.
        """
        values = [tuple(v for v in m if not is_itself(v)) for m in values]
        lists = [m[0] for m in values if len(m) == 1 and isinstance(m[0], Items) and m[0].node.kind != "set"]
        if expr.op == "*":
            filled = any(isinstance(item, tree.Constant) for found in lists for item in found.node.items)
            return tuple(lists) if len(lists) == 1 and not filled else ()
        if len(lists) < 2 or any(found.frame != lists[0].frame for found in lists):
            return ()
        parts = tuple(found.node for found in lists)
        if parts not in self._sums:
            items = tuple(item for part in parts for item in part.items)
            self._sums[parts] = tree.Sequence(expr.at, parts[0].kind, items)
        return (Items(self._sums[parts], lists[0].frame),)


def _is_none(value: Meaning) -> bool:
    return isinstance(value, Const) and value.value is None


def _lost_of(values: Meanings, *, is_identity: bool = False) -> Unknown:
    """Why an operation is not worked out whose operand means these values."""
    if (unknown := lost_first(values)) is not None:
        return unknown
    if is_identity:
        return Unknown(Reason(Why.EITHER, because=_deciding(values)))
    for value in values:
        match value:
            case Instance(cls=External(path=path)) | Member(owner=Instance(cls=External(path=path))):
                return lost(Why.RUN_TIME, path)
            case Instance(cls=ClassRef(node=cls)):
                return lost(Why.OWN_OPERATION, cls.name)
    if any(isinstance(value, Const) and not _is_set(value) for value in values):
        return lost(Why.UNSET)
    several = len(values) > 1 and all(isinstance(value, Const) for value in values)
    return lost(Why.SEVERAL if several else Why.NOT_COMPUTED)


def _deciding(values: Meanings) -> Reason | None:
    """The condition that says which of several values it is, where one is given under a condition."""
    places = [value.place for value in values if isinstance(value, Const | Instance) and value.place is not None]
    for place in places:
        if (test := next(tests(place.file, place.node), None)) is not None:
            return Reason(Why.DECIDES, place=Place(place.file, test[0]))
    return None


def _is_loader(value: Meaning) -> bool:
    return isinstance(value, Instance) and value.fact.loader is not None


def is_filled(value: Meaning) -> bool:
    """Whether a value is a display that holds something, and so counts as true."""
    match value:
        case Items(node=tree.Sequence(items=items)) | Mapping(node=tree.Dict(items=items)):
            return not all(map(tree.is_starred, items))
    return False


def _is_device(value: Meaning) -> bool:
    return isinstance(value, Instance) and value.fact.gives is Gives.DEVICE


def _is_never_none(value: Meaning) -> bool:
    """Whether a value is a constant, a function, an object of a class or a number that a library gives."""
    match value:
        case Const(value=constant):
            return constant is not None and _is_set(value)
        case Instance(cls=External(path=path, fact=fact)):
            is_number = fact.same_number or fact.number or fact.gives is Gives.LENGTH
            return bool(is_number or fact.asks_ranks) or path.rpartition(".")[2][:1].isupper()
        case Instance() | FunctionRef() | Items() | Mapping() | Number():
            return True
    return False


def _makes_number(operands: Iterable[Meanings]) -> bool:
    """Whether all operands are numbers, and one of them is known for what it is alone: how many cores there are."""
    numbers = [value for meanings in operands for value in meanings]
    return all(map(_is_number, numbers)) and not all(isinstance(value, Const) for value in numbers)


def _is_number(value: Meaning) -> bool:
    match value:
        case Const(value=number):
            return isinstance(number, int | float) and _is_set(value)
        case Instance(fact=fact):
            return bool(fact.number or fact.same_number) or fact.gives in (Gives.CORES, Gives.LENGTH)
    return isinstance(value, Number)


def _is_set(const: Const) -> bool:
    """Whether a constant is a value, and no default that stands for none."""
    return not (const.assumed and is_sentinel(const.value))
