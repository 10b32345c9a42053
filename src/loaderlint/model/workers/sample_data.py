"""What pieces of data are: images, arrays and tensors, followed from where they are made to where code gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaderlint.model import limits
from loaderlint.model.inference.argument_of_parameter import argument_for
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import split, tests
from loaderlint.model.inference.lengths import grown, grows
from loaderlint.model.inference.outcomes import of_values
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Meaning,
    Meanings,
    Member,
    at_large,
    is_static,
    mark,
)
from loaderlint.model.inference.walk import Once, expand
from loaderlint.model.libraries.facts import Data, Fact, View
from loaderlint.model.libraries.numpy import VIEW_METHODS
from loaderlint.model.loaders.datasets import wrapped
from loaderlint.model.project.file import File, Place
from loaderlint.model.workers.data import (
    Alternatives,
    Datum,
    Part,
    Turn,
    by_method,
    is_whole_turn,
    made_by,
    taken,
    viewed,
)
from loaderlint.model.workers.pictures import picture_options
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding


class SampleData:
    """Finds out what pieces of data are."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._once: Once[tuple[tree.Expr, Frame], Alternatives] = Once(())
        self._calls: dict[tuple[tree.Node, Alternatives], tree.Call] = {}  # that libraries make
        self._handed: dict[tree.Call, Alternatives] = {}
        self._running: list[tree.Call] = []
        self.strict: dict[Place, dict[Datum, Fact]] = {}  # what was seen to become a tensor though it goes backwards

    def samples(self, dataset: Meaning) -> tuple[Part, ...]:
        """Return what a dataset gives for a number, one part for each way; nothing where that is not seen."""
        found: list[Part] = []
        for one in expand([dataset], lambda value: wrapped(self._evaluator, value), mark):
            if not wrapped(self._evaluator, one):
                given = self._numbered(one) if isinstance(one, Instance) else []
                if not given:
                    return ()
                found += given
        return tuple(found)

    def _numbered(self, dataset: Instance) -> list[Part]:
        """What a dataset that wraps no other gives for a number."""
        if isinstance(dataset.cls, External):
            return self._pictures(dataset)
        attributes = self._evaluator.attributes
        if attributes.raises(dataset) or _functions(attributes.attribute(dataset, "__getitems__")):
            return []
        return [part for m in _functions(attributes.attribute(dataset, "__getitem__")) for part in self.returned(m)]

    def returned(self, function: FunctionRef) -> Iterator[Part]:
        """Yield what a function returns, a part for each `return` that may run; nothing where it is not seen."""
        frame = self._evaluator.calls.enter(function, None, at_large(function.file))
        for value in self._returned_in(frame):
            assert frame is not None
            if self._evaluator.branches.reach(value, frame)[0] is not False:
                yield self._part(None, value, frame)

    def _pictures(self, dataset: Instance) -> list[Part]:
        """What a dataset of a library gives for a number, if that is an image where no transform changes it."""
        options = picture_options(self._evaluator, dataset)
        if options is None or dataset.place is None:
            return []
        if any(dataset.file.assigned_from_outside.get(name) for name in ("transform", "transforms", "loader")):
            return []
        if not options["transforms"].is_(None) or not options["loader"].is_(None):
            return []
        image: Alternatives = (Datum(dataset.place, Data.IMAGE),)
        given = options["transform"].values
        picture = Part(0, dataset.place, tuple(d for value in given for d in self._transformed(value, image)))
        label = Part(1, dataset.place, (Datum(dataset.place),))
        return [Part(None, dataset.place, (Datum(dataset.place, parts=(picture, label)),))]

    def of(self, expr: tree.Expr, frame: Frame) -> Alternatives:
        """Return all that an expression can give in a call."""
        unknown = Datum(frame.place(expr))

        def work_out() -> Alternatives:
            found = tuple(dict.fromkeys(self._of(expr, frame)))
            return (*found[: limits.ALTERNATIVES], unknown) if len(found) > limits.ALTERNATIVES else found

        return self._once((expr, frame), work_out) or (unknown,)

    def _of(self, expr: tree.Expr, frame: Frame) -> Alternatives:
        here = frame.place(expr)
        match expr:
            case tree.Name():
                return self._named(expr, frame)
            case tree.Sequence(kind="set") | tree.Comprehension(kind="SetComp"):
                return (Datum(here, Data.SET),)
            case tree.Sequence(items=items):
                if not any(map(tree.is_starred, items)):
                    numbered = enumerate(items)
                    return (Datum(here, parts=tuple(self._part(n, item, frame) for n, item in numbered)),)
            case tree.Dict(items=pairs) if all(isinstance(pair.key, tree.Constant) for pair in pairs):
                keyed = [(pair.key.value, pair.value) for pair in pairs if isinstance(pair.key, tree.Constant)]
                return (Datum(here, parts=tuple(self._part(key, value, frame) for key, value in keyed)),)
            case tree.Conditional(test=test, then=then, otherwise=otherwise):
                held = of_values(self._evaluator.evaluate(test, frame))
                if held is not None:
                    return self.of(then if held else otherwise, frame)
                return (*self.of(then, frame), *self.of(otherwise, frame))
            case tree.Subscript(value=value, index=index):
                values = self._evaluator.evaluate(value, frame)
                if samples := [part for one in values for part in self.samples(one)]:
                    return tuple(datum for part in samples for datum in part.data)
                return tuple(one for datum in self.of(value, frame) for one in taken(datum, index, here, frame))
            case tree.Attribute(value=value, attr=attr) if attr in VIEW_METHODS:
                return tuple(viewed(datum, here) for datum in self.of(value, frame))
            case tree.Call(func=func):
                callees = self._evaluator.evaluate(func, frame)
                return tuple(datum for callee in callees for datum in self._called(callee, expr, frame))
        return self._valued(expr, frame)

    def _part(self, key: object, expr: tree.Expr, frame: Frame) -> Part:
        return Part(key, frame.place(expr), self.of(expr, frame))

    def _valued(self, expr: tree.Expr, frame: Frame) -> Alternatives:
        """What an expression gives whose value was made elsewhere, such as an attribute."""
        here = frame.place(expr)
        found: list[Datum] = []
        for value in self._evaluator.evaluate(expr, frame):
            match value:
                case Instance(cls=ClassRef() as cls):
                    found.append(Datum(here, cls=cls))
                case Instance(call=tree.Call() as call) if call is not expr:
                    found += self.of(call, value.frame)
                case Items(node=node) if node is not expr:
                    found += self.of(node, value.frame)
                case _:
                    found.append(Datum(here))
        return tuple(found)

    # -- names ---------------------------------------------------------------------------------------------------------

    def _named(self, name: tree.Name, frame: Frame) -> Alternatives:
        here, bindings = self._evaluator.names.given(name, frame)
        given = [(binding, self._bound(binding, here)) for binding in bindings]
        found: list[Datum] = []
        for number, (binding, data) in enumerate(given):
            if any(datum.turned for datum in data):
                later = given[number + 1 :]
                if _is_replaced(binding, [other for other, _ in later], name, here.file):
                    data = tuple(datum for datum in data if not datum.turned)
                data = tuple(_left(datum, later, here) for datum in data)
            found += data
        stored = self._stored(name, here) if any(datum.parts for datum in found) else set()
        return tuple(_without(datum, stored) for datum in found)

    def _stored(self, name: tree.Name, frame: Frame) -> set[str]:
        """The keys under which the call around may put something else into what a name stands for."""
        file = frame.file
        stores = ((key, owner) for key, stored in file.assigned_items.items() for owner, _ in stored)
        named = ((key, owner) for key, owner in stores if isinstance(owner, tree.Name) and owner.id == name.id)
        inside = ((key, owner) for key, owner in named if file.scopes.function_at(owner) is frame.function)
        return {key for key, owner in inside if self._evaluator.branches.reach(owner, frame)[0] is not False}

    def _bound(self, binding: Binding, frame: Frame) -> Alternatives:
        """What one assignment gives a name."""
        if isinstance(binding.node, tree.Parameter):
            return self._argument(binding.node, frame)
        data: Alternatives = ()
        if binding.value is not None and binding.kind in ("assign", "with"):
            data = self.of(binding.value, frame.around(binding.node))
            if binding.kind == "with":
                data = tuple(datum for datum in data if datum.kind is Data.IMAGE)
        for number, _ in binding.path:
            parts = [part for datum in data for part in datum.parts if part.key == number]
            data = tuple(datum for part in parts for datum in part.data) if len(parts) == len(data) else ()
        return data or (Datum(frame.place(binding.node)),)

    def _argument(self, param: tree.Parameter, frame: Frame) -> Alternatives:
        """What a parameter is given."""
        function, unknown = frame.function, (Datum(frame.place(param)),)
        is_method = frame.receiver is not None and not is_static(function)
        if param not in function.params or param.star or (is_method and param is function.params[0]):
            return unknown
        if frame.call in self._handed:
            first = function.params[1 if is_method else 0]
            return self._handed[frame.call] if param is first else unknown
        argument = argument_for(function, param, frame, skip_first=is_method)
        if isinstance(argument, tree.Argument):
            return self.of(argument.value, frame.place_of(argument))
        return unknown

    # -- calls ---------------------------------------------------------------------------------------------------------

    def _called(self, callee: Meaning, call: tree.Call, frame: Frame) -> Alternatives:
        """What a call of `callee` gives."""
        here = frame.place(call)
        match callee:
            case FunctionRef():
                return self._result(callee, call, frame) or (Datum(here),)
            case ClassRef():
                return (Datum(here, cls=callee),)
            case External(fact=fact) if fact.data:
                return self._given(fact, call, frame)
            case Member(owner=Instance(cls=External()) as owner, name=name):
                fact = self._evaluator.member(owner, name).fact
                if fact.data:
                    return self._given(fact, call, frame)
            case Instance():
                if functions := self._evaluator.attributes.callables(callee):
                    return tuple(d for f in functions for d in self._result(f, call, frame)) or (Datum(here),)
                return self._transformed(callee, self._first(call, frame))
        if isinstance(call.func, tree.Attribute):
            name, owner_data = call.func.attr, self.of(call.func.value, frame)
            return tuple(by_method(datum, name, here) for datum in owner_data)
        return (Datum(here),)

    def _note(self, place: Place, fact: Fact, data: Alternatives) -> None:
        """Remember what is given to something that takes no array which goes backwards."""
        for datum in data if any(datum.turned for datum in data) else ():
            self.strict.setdefault(place, {})[datum] = fact

    def _first(self, call: tree.Call, frame: Frame) -> Alternatives:
        """What the first argument of a call is."""
        first = call.args[0] if call.args and not call.args[0].star else None
        return (Datum(frame.place(call)),) if first is None else self.of(first.value, frame)

    def _given(self, fact: Fact, call: tree.Call, frame: Frame) -> Alternatives:
        """What a function of a library gives."""
        here = frame.place(call)
        if fact.forwards and call.args and not call.args[0].star:
            self._note(frame.place(call.args[0].value), fact, self._first(call, frame))
        if fact.view is None:
            return tuple(made_by(fact, datum, here) for datum in self._first(call, frame))
        backwards = fact.view is View.BACKWARDS or (fact.view is View.TURNED and not is_whole_turn(call))
        turn = (Turn(here, frame),) if backwards else ()
        return tuple(Datum(here, Data.ARRAY, turned=(*d.turned, *turn)) for d in self._first(call, frame))

    def _result(self, function: FunctionRef, call: tree.Call, frame: Frame) -> Alternatives:
        """What a call of a function of the project gives; nothing where that is not seen, or lies too deep."""
        if sum(1 for _ in frame.calls()) >= limits.CALLS_OF_SAMPLES:
            return ()
        inner = self._evaluator.calls.enter(function, call, frame)
        return tuple(datum for value in self._returned_in(inner) for datum in self.of(value, inner or frame))

    def _returned_in(self, frame: Frame | None) -> list[tree.Expr]:
        """The expressions that a call can return; nothing for a generator."""
        if frame is None:
            return []
        if isinstance(frame.function, tree.Lambda):
            return [frame.function.value]
        seen = frame.file.returned(frame.function)
        return self._evaluator.branches.returned(frame) if seen else []

    # -- transforms ----------------------------------------------------------------------------------------------------

    def _transformed(self, transform: Meaning, data: Alternatives) -> Alternatives:
        """What a transform makes of data; None leaves it as it is."""
        unknown = tuple(Datum(datum.made) for datum in data[:1])
        match transform:
            case Const(value=None):
                return data
            case Instance(cls=External(fact=fact), call=tree.Call(args=args)) if fact.composite:
                steps = self._steps(
                    [a.value for a in args if not a.star and a.keyword in (None, "transforms")], transform
                )
                if fact.augments:  # some of the steps
                    return (*data, *(d for step in steps for d in self._transformed(step, data)))
                for step in steps:
                    data = self._transformed(step, data)
                return data if steps else unknown
            case Instance(cls=External(fact=fact)) if fact.data:
                for datum in data if fact.forwards else ():
                    self._note(datum.made, fact, (datum,))
                return tuple(made_by(fact, datum, transform.place or datum.made) for datum in data)
        functions = self._evaluator.attributes.callables(transform)
        return tuple(d for function in functions for d in self._handed_to(function, data)) or unknown

    def _steps(self, given: list[tree.Expr], transform: Instance) -> Meanings:
        """The transforms that one of a library was given, in order; nothing where they are not all certain."""
        if "transforms" in grown(transform.file):  # the attribute that a pipeline keeps them in
            return ()
        values = [self._evaluator.evaluate(expr, transform.frame) for expr in given]
        if len(values) == 1 and len(values[0]) == 1 and isinstance(values[0][0], Items):
            display = values[0][0]
            if grows(display.frame.file, display.node) or any(map(tree.is_starred, display.node.items)):
                return ()
            values = [self._evaluator.evaluate(item, display.frame) for item in display.node.items]
        return tuple(alternatives[0] for alternatives in values) if all(len(v) == 1 for v in values) else ()

    def _handed_to(self, function: FunctionRef, data: Alternatives) -> Alternatives:
        """What a function of the project gives for data that a library hands it."""
        at = function.node.at
        argument = tree.Argument(at, "", None, tree.Other(at, "data", ()))
        call = self._calls.setdefault((function.node, data), tree.Call(at, tree.Constant(at, None), (argument,)))
        if len(self._running) >= limits.CALLS_IN_CALLS:
            return ()  # a transform that hands more and more to itself
        self._handed[call] = data
        self._running.append(call)
        try:
            return self._result(function, call, at_large(function.file))
        finally:
            self._running.pop()


def _functions(values: Meanings) -> list[FunctionRef]:
    return [value for value in values if isinstance(value, FunctionRef)]


def _is_replaced(binding: Binding, later: Iterable[Binding], use: tree.Name, file: File) -> bool:
    """Whether another assignment comes after one, under conditions that hold for that one or for a use of the name.

    What is an array is not None, nor is what comes with it.
    """
    held = [*tests(file, binding.node), *tests(file, use)]
    targets = binding.node.targets if isinstance(binding.node, tree.Assign) else ()
    parts = (part for target in targets for part in tree.walk(target))
    given = {binding.name, *(part.id for part in parts if isinstance(part, tree.Name))}
    return any(
        all(any(_agree(test, own) for own in held) or _asks_for_any(test, given) for test in tests(file, other.node))
        for other in later
    )


def _asks_for_any(test: tuple[tree.Expr, bool], names: set[str]) -> bool:
    """Whether a condition says of names that they stand for something: `image is not None and mask is not None`."""
    for part, outcome in split(test[0], holds=test[1]):
        match part:
            case tree.Operation(op="is_not" | "is" as op, operands=(tree.Name(id=name), tree.Constant(value=None))):
                if name not in names or outcome is not (op == "is_not"):
                    return False
            case _:
                return False
    return True


def _without(datum: Datum, keys: set[str]) -> Datum:
    """What is left of a dict when other things, which are not followed, are stored under some of its keys."""
    parts = tuple(replace(part, data=(Datum(part.place),)) if part.key in keys else part for part in datum.parts)
    return replace(datum, parts=parts) if keys else datum


def _left(datum: Datum, later: Iterable[tuple[Binding, Alternatives]], frame: Frame) -> Datum:
    """A piece of data that may be left as it is by later assignments, with those that would have replaced it."""
    if not datum.turned:
        return datum
    places = {turn.place for turn in datum.turned}
    replacing = (b for b, data in later if not any(turn.place in places for other in data for turn in other.turned))
    passed = tuple((frame.place(binding.node), frame) for binding in replacing)
    *others, last = datum.turned
    return replace(datum, turned=(*others, replace(last, passed=(*last.passed, *passed))))


def _agree(one: tuple[tree.Expr, bool], other: tuple[tree.Expr, bool]) -> bool:
    """Whether two tests come out alike: what is called may give something else the second time."""
    calls = any(isinstance(node, tree.Call) for node in tree.walk(one[0]))
    return one[1] is other[1] and tree.are_alike(one[0], other[0]) and not calls
