"""How many items things have, as far as that is written: a list that is made from another has as many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from loaderlint.model.inference.bindings import Bindings
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.lists import ADDING, changed
from loaderlint.model.inference.values import (
    UNKNOWN,
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Mark,
    Member,
    at_large,
    mark,
)
from loaderlint.model.inference.walk import Once, expand
from loaderlint.model.inference.written import Written
from loaderlint.model.libraries.facts import NOTHING, Fact, Gives, Passes
from loaderlint.model.project.file import File
from loaderlint.syntax import tree

#: A number, or what stands for the number of items of one thing.
Length: TypeAlias = int | Mark

#: Methods of arrays and the like that give as many items as these have.
_KEEPING = {
    "astype", "clone", "contiguous", "copy", "cpu", "cuda", "detach", "double", "float", "int", "items", "keys", "long",
    "numpy", "reciprocal", "to", "to_numpy", "tolist", "type", "values",
}  # fmt: skip

#: Methods of arrays, and functions, that give one number.
_SCALAR = {"item", "max", "mean", "min", "numel", "size", "sum"}
_SCALAR_FUNCTIONS = {"float", "int", "len", "max", "min", "sum"}

_ARITHMETIC = {"+", "-", "*", "/", "//", "**"}


class Lengths:
    """Tells how many items things have."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._bindings = Bindings()
        self._numbers: Once[Written, Length | None] = Once(None)

    def origin(self, expr: tree.Expr, frame: Frame) -> list[Written]:
        """Return what an expression is made from, item by item, from itself to where its items come from."""
        return list(expand([(expr, frame)], self._behind, lambda written: written))

    def of(self, expr: tree.Expr, frame: Frame) -> Length | None:
        """Return how many items an expression has; None where nothing tells."""
        root, around = self.origin(expr, frame)[-1]
        match root:
            case tree.Sequence(items=items) if not grows(around.file, root) and not any(map(tree.is_starred, items)):
                return len(items)
            case tree.Operation(op="*", operands=(tree.Sequence(items=(_,)), number)):
                return self.number(number, around)
            case tree.Operation(op="+", operands=operands):
                sizes = [self.of(operand, around) for operand in operands]
                return sum(n for n in sizes if isinstance(n, int)) if all(isinstance(n, int) for n in sizes) else None
            case tree.Call(args=args) if (position := self._fact(root, around).sized_by) is not None:
                starts_later = self._fact(root, around).counts and len(args) > position + 1
                return None if starts_later else self._sized(args[position:], around)
        return self._of_thing(root, around)

    def number(self, expr: tree.Expr, frame: Frame) -> Length | None:
        """Return the number that an expression is; None where nothing tells."""
        return self._numbers((expr, frame), lambda: self._number(expr, frame))

    def _number(self, expr: tree.Expr, frame: Frame) -> Length | None:
        match expr:
            case tree.Call(args=(tree.Argument(value=value, star=""), *_)) if (
                self._fact(expr, frame).gives is Gives.LENGTH
            ):
                return self.of(value, frame)
            case tree.Call(args=(tree.Argument(value=value, star=""),)) if (
                self._fact(expr, frame).gives is Gives.INTEGER
            ):
                return self.number(value, frame)
            case tree.Subscript(value=tree.Attribute(attr="shape", value=value), index=(tree.Constant(value=0),)):
                return self.of(value, frame)
            case tree.Call(func=tree.Attribute(attr="size", value=value), args=(tree.Argument(value=tree.Constant()),)):
                return self.of(value, frame)
            case tree.Call(func=tree.Attribute(attr="numel" | "__len__", value=value), args=()):
                return self.of(value, frame)
        values = self._evaluator.evaluate(expr, frame)
        match values:
            case (Const(value=int(number), assumed=False),) if not isinstance(number, bool):
                return number
            case (Instance(call=tree.Call() as call, frame=made_in),) if call is not expr:
                return self.number(call, made_in)
        given = self._given(expr, frame) if isinstance(expr, tree.Name) else None
        return None if given is None else self.number(*given)

    def _sized(self, given: tuple[tree.Argument, ...], frame: Frame) -> Length | None:
        """The number of items of what a call makes of a size: `torch.rand(64, 3)` has 64."""
        if not given or given[0].star:
            return None
        shape = next((a.value for a in given if isinstance(a.value, tree.Sequence)), None)
        if shape is None:
            return self.number(given[0].value, frame)
        return self.number(shape.items[0], frame) if shape.items else None

    def _of_thing(self, expr: tree.Expr, frame: Frame) -> Length | None:
        """What stands for the number of items of something that is not made of anything else."""
        values = self._evaluator.evaluate(expr, frame)
        if len(values) == 1 and isinstance(values[0], Instance) and isinstance(values[0].cls, ClassRef):
            return self._of_object(values[0])
        if len(values) == 1 and isinstance(values[0], Instance) and values[0].fact.numbers_of_items is not None:
            return self._of_library(values[0], values[0].fact.numbers_of_items)
        if len(values) == 1 and values[0] != UNKNOWN:
            return mark(values[0])
        if isinstance(expr, tree.Call | tree.Comprehension):
            return ("made", expr, mark(frame))
        name = tree.dotted(expr)
        home = frame.file.scopes.scope_at(expr).lookup(name.partition(".")[0]) if name else None
        return ("written", home[0].owner, name, mark(frame)) if home else None

    def _of_library(self, made: Instance, numbers: tuple[int, int]) -> Length | None:
        """How many items a library's dataset has for training, or for testing: `train`, its second argument, tells."""
        args = made.call.args if made.call is not None else ()
        given = tree.given(made.call, "train", 1) if made.call is not None else None
        values = self._evaluator.evaluate(given.value, made.frame) if given is not None else ()
        match values:
            case ():
                return None if any(a.star for a in args) else numbers[0]
            case (Const(value=bool(train), assumed=False),):
                return numbers[0] if train else numbers[1]
        return mark(made)

    def _of_object(self, made: Instance) -> Length | None:
        """How many items an object of the project says it has."""
        for method in self._evaluator.attributes.attribute(made, "__len__"):
            if isinstance(method, FunctionRef) and isinstance(method.node, tree.Function):
                returned = method.file.returned(method.node) or ()
                inner = at_large(method.file).inner(method.node, receiver=made)
                return self.number(returned[0], inner) if len(returned) == 1 else None
        return mark(made)

    def _behind(self, written: Written) -> Iterator[Written]:
        """What an expression has as many items as, if it is made of something item by item."""
        expr, frame = written
        match expr:
            case tree.Comprehension(clauses=(tree.Clause(iterable=iterable, conditions=()),)):
                yield iterable, frame
            case tree.Call(args=args) if (position := _item_by_item(self._fact(expr, frame))) is not None:
                yield from ((a.value, frame) for a in args[position : position + 1] if not a.star)
            case tree.Call(func=tree.Attribute(attr=name, value=owner)) if name in _KEEPING:
                yield owner, frame
            case tree.Subscript(value=tree.Call() as made, index=(tree.Constant(value=int()),)):
                yield made, frame  # of `np.unique(labels, return_counts=True)`
            case tree.Subscript(index=(tree.Name() | tree.Attribute() | tree.Call() as index,)):
                if not any(isinstance(m, Const) for m in self._evaluator.evaluate(index, frame)):
                    yield index, frame  # `class_weights[labels]`
            case tree.Operation(op=op, operands=(left, right)) if op in _ARITHMETIC:
                parts = [part for part in (left, right) if not self._is_one_number(part, frame)]
                if len(parts) == 1 and not isinstance(left, tree.Sequence):
                    yield parts[0], frame
            case tree.Name() | tree.Attribute():
                yield from self._named(expr, frame)

    def _named(self, expr: tree.Name | tree.Attribute, frame: Frame) -> Iterator[Written]:
        """What a name stands for."""
        match self._evaluator.evaluate(expr, frame):
            case (Instance(cls=External(), call=tree.Call() as call, frame=made_in),):
                yield call, made_in
                return
            case (Member(owner=Instance(call=tree.Call() as call, frame=made_in) as owner),) if (
                owner.fact.one_for_each_value
            ):
                yield call, made_in
                return
            case (Items(node=node, frame=made_in),) if not any(map(tree.is_starred, node.items)):
                yield node, made_in
                return
            case (value,) if value != UNKNOWN and not isinstance(value, Items):
                return
        given = self._given(expr, frame) if isinstance(expr, tree.Name) else None
        if given is not None:
            yield given

    def _given(self, name: tree.Name, frame: Frame) -> Written | None:
        """The one expression that gives a name its value."""
        found = self._bindings.of(frame.file, name)
        binding = found[1][0] if found and len(found[1]) == 1 else None
        if binding is None:
            return None
        if isinstance(binding.node, tree.Parameter):
            argument = self._evaluator.calls.argument(frame.function, binding.node, frame)
            known = argument is not None and binding.node in frame.function.params
            return (argument.value, frame.place_of(argument)) if argument is not None and known else None
        is_whole = not binding.path or isinstance(binding.value, tree.Call)
        return (binding.value, frame) if binding.kind == "assign" and binding.value is not None and is_whole else None

    def _is_one_number(self, expr: tree.Expr, frame: Frame) -> bool:
        match expr:
            case tree.Constant():
                return True
            case tree.Call(func=tree.Name(id=name) | tree.Attribute(attr=name)):
                return name in (_SCALAR if isinstance(expr.func, tree.Attribute) else _SCALAR_FUNCTIONS)
            case tree.Operation(operands=operands):
                return all(self._is_one_number(operand, frame) for operand in operands)
            case tree.Name() | tree.Attribute():
                values = self._evaluator.evaluate(expr, frame)
                if values and all(isinstance(v, Const) for v in values):
                    return True
                given = self._given(expr, frame) if isinstance(expr, tree.Name) else None
                return given is not None and not isinstance(given[0], tree.Name) and self._is_one_number(*given)
        return False

    def _fact(self, call: tree.Call, frame: Frame) -> Fact:
        return self._evaluator.fact(call.func, frame) if call.args else NOTHING


def _item_by_item(fact: Fact) -> int | None:
    """The argument of a call that has an item for each that the call gives."""
    if fact.same_length is not None:
        return fact.same_length
    is_passed = fact.passes is Passes.FIRST and fact.gives is not Gives.PART and not fact.endless
    return 0 if is_passed or fact.gives is Gives.ARGUMENT else None


def grows(file: File, display: tree.Sequence) -> bool:
    """Whether more is put into a list by the name that it is first given."""
    above = file.scopes.parent.get(display)
    if isinstance(above, tree.Sequence):  # `train, val = [], []`
        above = file.scopes.parent.get(above)
    targets = above.targets if isinstance(above, tree.Assign) else ()
    return not grown(file).isdisjoint(name for target in targets for name in tree.names(target))


def grown(file: File) -> set[str]:
    """Return the names and attributes of the lists that a file puts more into."""
    return changed(file, ADDING) - {""}
