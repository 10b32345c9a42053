"""What `**expr` passes on: dicts, as displays, `dict()`, `update`, assigned items, `copy` and conditions build them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, reduce

from loaderlint.model.inference.argument_of_parameter import arguments_of
from loaderlint.model.inference.cases import turn_of_key, turns
from loaderlint.model.inference.config_files import assigned_to, is_loaded, loaded, read
from loaderlint.model.inference.dict_changes import Changes
from loaderlint.model.inference.dict_uses import (
    assigned_from_outside,
    chooses,
    is_assigned,
    is_changed_through,
    kept_as,
    kept_by_object,
    listed_pairs,
    outermost,
    statement_around,
    taken_from,
    taken_in_turn,
    taken_out,
    uses_of_attribute,
)
from loaderlint.model.inference.entries import Bound, Entries
from loaderlint.model.inference.fields import order_of
from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.kept_arguments import may_keep
from loaderlint.model.inference.outcomes import all_hold, of_values
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Mapping,
    Mark,
    Meaning,
    Meanings,
    Member,
    ModuleRef,
    Unknown,
    at_large,
    function_name,
    is_itself,
    lost,
    lost_with,
    mark,
    placed,
)
from loaderlint.model.inference.walk import Once
from loaderlint.model.libraries.facts import Fact, Gives
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding


def _unknown(expr: tree.Expr, frame: Frame, why: Why, values: Meanings = (), about: str = "") -> Entries:
    """The entries of a dict that is lost at an expression, if not before: then `values` are what it can mean."""
    return _lost_at(expr, frame, lost_with(values, why, about))


def _changed(change: tree.Expr, frame: Frame) -> Entries:
    """The entries of a dict that code may change, or takes where that is not followed."""
    return _unknown(
        change, frame, Why.CHANGED_DICT if isinstance(change, tree.Call | tree.Subscript) else Why.DICT_TAKEN
    )


def _lost_at(expr: tree.Expr, frame: Frame, why: Unknown) -> Entries:
    unknown = placed(why, frame.place(expr))
    assert isinstance(unknown, Unknown)
    return Entries(lost=unknown)


def _all_seen_are(values: Meanings, are: Callable[[Meaning], bool]) -> bool:
    """Whether all values are of a kind, but perhaps for some of which nothing is seen: settings of a checkpoint."""
    others = [value for value in values if not are(value)]
    return len(others) < len(values) and all(isinstance(value, Unknown | Member) for value in others)


def _loads(value: Meaning) -> bool:
    """Whether a value is what a library loads from a settings file."""
    return isinstance(value, Instance) and value.fact.loads is not None


class Spread:
    """Reads dicts: all their entries, or what one `key` leads to and no more."""

    def __init__(self, evaluator: Evaluation, key: str | None = None) -> None:
        self._evaluator = evaluator
        self._key = key
        self._once: Once[tuple[tree.Expr, Mark], Entries] = Once(Entries(lost=lost(Why.ITSELF)))
        self._changes = Changes(evaluator, key)

    def entries(self, expr: tree.Expr, frame: Frame, values: Meanings | None = None) -> Entries:
        """Return the entries of the dict that `expr` gives, which means `values`, if that is known already."""
        return self._once((expr, mark(frame)), lambda: self._entries(expr, frame, values))

    def _entries(self, expr: tree.Expr, frame: Frame, values: Meanings | None) -> Entries:
        if (whole := taken_in_turn(frame.file, expr)) is not None:
            return self._of_parts(whole, frame)
        match expr:
            case tree.Dict() | tree.Comprehension(kind="DictComp"):
                return self.display(Mapping(expr, frame))
            case tree.Conditional():
                return self._chosen(expr, frame)
            case tree.Operation(op="or", operands=(left, right)):
                return self._first_filled(self.entries(left, frame), right, frame)
            case tree.Operation(op="|", operands=(left, right)):
                found = self._copy(self.entries(left, frame))
                found.update(self.entries(right, frame))
                return found
            case tree.Call(func=tree.Attribute(attr="copy", value=inner), args=()):
                return self._copy(self.entries(inner, frame))
            case tree.Call():
                return self._call(expr, frame, values)
            case tree.Attribute(attr="__dict__", value=owner):
                return self._attributes(owner, frame)
            case tree.Name():
                return self._name(expr, frame, self._evaluator.evaluate(expr, frame) if values is None else values)
        return self._evaluated(expr, frame, values)

    @cached_property
    def _unkeyed(self) -> Spread:
        """What reads all entries: one for all questions on the way, so that each is asked once."""
        return Spread(self._evaluator)

    def _of_parts(self, whole: tree.Expr, frame: Frame) -> Entries:
        """What all the dicts hold that a dict of dicts has: `for part in sections.values()`."""
        sections = (self if self._key is None else self._unkeyed).entries(whole, frame)
        found = Entries(lost=sections.lost)
        for bounds in sections.values.values():
            for bound in bounds:
                if bound is not None and isinstance(bound.expr, tree.Dict):
                    found.update(self.entries(bound.expr, bound.frame))
        return found

    def _chosen(self, choice: tree.Conditional, frame: Frame) -> Entries:
        """What `one if test else other` holds."""
        held = self._holds(choice.test, frame)
        if held is not None:
            return self.entries(choice.then if held else choice.otherwise, frame)
        return self.entries(choice.then, frame).either(self.entries(choice.otherwise, frame))

    def _first_filled(self, left: Entries, right: tree.Expr, frame: Frame) -> Entries:
        """What `left or right` holds: a dict without entries counts as false."""
        if any(None not in bounds for bounds in left.values.values()):
            return left
        other = self.entries(right, frame)
        return other if not left.values and left.lost is None else left.either(other)

    @staticmethod
    def _copy(entries: Entries) -> Entries:
        return Entries(dict(entries.values), entries.lost)

    def display(self, mapping: Mapping) -> Entries:
        """Return the entries of a dict as it is first made."""
        frame = mapping.frame
        if isinstance(mapping.node, tree.Comprehension):
            return self._comprehension(mapping.node, frame)
        if isinstance(mapping.node, tree.Parameter):
            return self._further_arguments(frame)
        found = Entries()
        for pair in mapping.node.items:
            if pair.key is None:
                found.update(self.entries(pair.value, frame))
            else:
                self._put(found, pair.key, Bound(frame.place(pair), pair.value, frame))
        return found

    def _comprehension(self, node: tree.Comprehension, frame: Frame) -> Entries:
        """`{name: value for name in [...]}`: a value for each of a few names, or perhaps one under the key."""
        match node:
            case tree.Comprehension(elements=(key, value), clauses=(tree.Clause() as clause,)):
                if cases := turns(self._evaluator, clause, frame):
                    found = Entries()
                    for case in cases:
                        taken = all_hold([self._holds(condition, case) for condition in clause.conditions])
                        if taken is not False:
                            self._put(found, key, Bound(frame.place(value), value, case), certain=taken is True)
                    return found
                if self._key is not None and (turn := turn_of_key(clause, key, self._key, frame)):
                    return Entries({self._key: (None, Bound(frame.place(value), value, turn))})
        return _unknown(node, frame, Why.EXPRESSION)

    def _holds(self, condition: tree.Expr, frame: Frame) -> bool | None:
        """Whether a condition holds; None if that is not known."""
        return of_values(self._evaluator.evaluate(condition, frame))

    def _put(self, found: Entries, key: tree.Expr, bound: Bound, *, certain: bool = True) -> None:
        """Put a value under a key that must be a known string."""
        keys = self._evaluator.evaluate(key, bound.frame)
        match keys:
            case (Const(value=str(name)),):
                found.set(name, bound, certain=certain)
            case _:
                found.update(_unknown(key, bound.frame, Why.KEY, keys))

    def _call(self, call: tree.Call, frame: Frame, values: Meanings | None) -> Entries:
        found: Entries | None = None
        match self._evaluator.evaluate(call.func, frame):
            case (External(fact=fact),):
                found = self._given_by(fact, call, frame)
            case (FunctionRef(node=tree.Function()) as callee,):
                found = self._returned(callee, call, frame)
        return found or self._evaluated(call, frame, values)

    def _given_by(self, fact: Fact, call: tree.Call, frame: Frame) -> Entries | None:
        """What the dict holds that a call of something in a library makes; None where it makes none that is known."""
        if fact.gives is Gives.DICT:
            return self._arguments(call.args, frame)
        if fact.gives is Gives.ATTRIBUTES and call.args:
            return self._attributes(call.args[0].value, frame)
        if fact.gives is Gives.ARGUMENT and call.args:
            return self._copy(self.entries(call.args[0].value, frame))
        if fact.gives is Gives.SECOND_ARGUMENT and (cast := tree.given(call, "val", 1)) is not None:
            return self.entries(cast.value, frame)
        if fact.loads is not None:
            settings = read(self._evaluator, fact.loads, call, frame)
            return self.display(settings) if isinstance(settings, Mapping) else _lost_at(call, frame, settings)
        return None

    def _returned(self, callee: FunctionRef, call: tree.Call, frame: Frame) -> Entries | None:
        """What the dict holds that a function of the project begins, fills and returns; None where it does not."""
        inner = self._evaluator.calls.enter(callee, call, frame)
        returned = self._evaluator.branches.returned(inner) if inner is not None else ()
        if inner is not None and len(returned) == 1 and self._is_begun(returned[0], inner):
            return self.entries(returned[0], inner)
        return None

    def _is_begun(self, name: tree.Expr, frame: Frame) -> bool:
        """Whether a name is given a new dict in its function, and nothing else."""
        found = frame.file.scopes.scope_at(name).lookup(name.id) if isinstance(name, tree.Name) else None
        match found[1] if found is not None and found[0].owner is frame.function else []:
            case [Binding(kind="assign", path=(), value=tree.Dict())]:
                return True
            case [Binding(kind="assign", path=(), value=tree.Call(func=tree.Attribute(attr="copy"), args=()))]:
                return True
            case [Binding(kind="assign", path=(), value=tree.Call(func=func))]:
                return self._evaluator.fact(func, frame).gives in (Gives.DICT, Gives.ARGUMENT)
        return False

    def _attributes(self, owner: tree.Expr, frame: Frame) -> Entries:
        """What the dict of an object's attributes holds: under the key, or else all fields that its class declares.

        Of a module it is all classes that it defines: code that goes through the rest as well looks for one of them.
        """
        names = [self._key]
        if self._key is None:
            values = self._evaluator.evaluate(owner, frame)
            match values:
                case (Instance(cls=ClassRef() as cls),) if fields := order_of(self._evaluator.attributes.lineage(cls)):
                    names = [*fields]
                case (ModuleRef(file=module),):
                    names = [cls.name for cls in module.outer_classes]
                case _:
                    return _unknown(owner, frame, Why.NO_DICT, values)
        place, read = frame.place(owner), self._evaluator.attributes.read
        return Entries({name: (Bound(place, read(owner, name), frame),) for name in names if name is not None})

    def _arguments(self, args: Iterable[tree.Argument], frame: Frame) -> Entries:
        """What `dict(...)` or `.update(...)` with these arguments holds."""
        found = Entries()
        for argument in args:
            if argument.keyword is not None:
                found.set(argument.keyword, Bound(frame.place(argument), argument.value, frame))
            elif argument.star == "*":
                found.update(_unknown(argument.value, frame, Why.EXPRESSION))
            elif (pairs := listed_pairs(argument.value)) is not None:
                for key, value in pairs:
                    self._put(found, key, Bound(frame.place(value), value, frame))
            else:
                found.update(self.entries(argument.value, frame))
        return found

    def _evaluated(self, expr: tree.Expr, frame: Frame, values: Meanings | None = None) -> Entries:
        """A dict that is reached through a call or an attribute, or one of several that it may be."""
        values = self._evaluator.evaluate(expr, frame) if values is None else values
        are_unseen = all(isinstance(value, Unknown) for value in values)
        if self._key and are_unseen and may_keep(expr, self._evaluator.libraries):
            kept = self._evaluator.attributes.read(expr, self._key)  # `Options(**self.hparams)`
            return Entries({self._key: (Bound(frame.place(expr), kept, frame),)})
        dicts = [value for value in values if not (isinstance(value, Const) and value.value is None)]
        found = [self._of_value(value, expr, frame) for value in dicts]
        return reduce(Entries.either, found) if found else _unknown(expr, frame, Why.NO_DICT, values)

    def _of_value(self, value: Meaning, expr: tree.Expr, frame: Frame) -> Entries:
        """The entries of a dict that an expression means: known only if it is a display that nothing changes."""
        match value, loaded(self._evaluator, value):
            case Mapping() | Instance(), Mapping() as settings:
                return self.display(settings).with_others(assigned_to(self._evaluator, value, frame, self._key))
            case Instance(call=tree.Call() as loading), Unknown() as why:
                return _lost_at(loading, value.frame, why)
        match value:
            case Mapping(node=tree.Parameter() as param):
                return self._further(param, value.frame)
            case Mapping(node=tree.Dict() | tree.Comprehension() as node) if not (
                is_changed_through(value.frame.file, node) or self._changes.is_changed_by_callee(value)
            ):
                is_part = isinstance(value.frame.file.scopes.parent[node], tree.Pair)
                others = assigned_to(self._evaluator, value, frame, self._key) if is_part else ()
                return self.display(value).with_others(others)
        if isinstance(value, Mapping | Instance) and (name := kept_as(value)) is not None:
            return self._at_end(name, value.frame)
        if isinstance(value, Mapping | Instance) and (kept := kept_by_object(value)) is not None:
            return self._filled_by_methods(value, kept)
        if isinstance(value, Instance) and value.call is not None and value.call is not expr:
            return self._of_call(value)
        if isinstance(value, Mapping) and isinstance(value.node, tree.Expr):
            return _lost_at(value.node, value.frame, lost(Why.KEPT_DICT))
        return _unknown(expr, frame, Why.NO_DICT, (value,))

    def _of_call(self, made: Instance) -> Entries:
        """What the dict holds that a call gave."""
        assert made.call is not None
        return self.entries(made.call, made.frame)

    def _further(self, param: tree.Parameter, frame: Frame) -> Entries:
        """What the dict of further arguments holds, once the function that is given them has run."""
        file, function = frame.file, frame.function
        begun, reach = self._further_arguments(frame), self._evaluator.branches.reach
        uses = (use for use in file.uses_of(param.name, function) if reach(use, frame)[0] is not False)
        return self._behind(uses, function, begun, frame) or begun

    def _name(self, name: tree.Name, frame: Frame, values: Meanings) -> Entries:
        file, scopes = frame.file, frame.file.scopes
        found = scopes.scope_at(name).lookup(name.id)
        if found is None:  # a name that a star import brings
            return self._evaluated(name, frame, values)
        home, bindings = found
        if _all_seen_are(values, is_loaded):
            uses = [use for use in file.uses_of(name.id, home.owner) if use is not name]
            if (change := self._changes.found(file, uses, settings=True)) is not None:
                return _changed(change, frame)
            return self._evaluated(name, frame, values)
        total: Entries | None = None
        param = next((b.node for b in bindings if isinstance(b.node, tree.Parameter)), None)
        if param is not None:
            if len(bindings) == 1:
                return self._parameter(name, home.owner, param, frame, values)
            if frame.function is not home.owner or not frame.is_given_all:
                return self._in_any_call(name, bindings, home.owner, frame, values)
            total = self._handed(name, home.owner, param, frame)
            bindings = [b for b in bindings if b.node is not param]
        if any(b.kind not in ("assign", "augment") or b.path for b in bindings):
            return self._evaluated(name, frame, values)
        total = self._before(name, home.owner, total, frame, settings=_all_seen_are(values, _loads))
        if total is None and param is not None:
            return Entries()  # of None: what goes on with it puts a dict in its place
        return total or _unknown(name, frame, Why.NO_DICT)

    def _before(
        self, name: tree.Name, owner: tree.Node, total: Entries | None, frame: Frame, *, settings: bool
    ) -> Entries | None:
        """What a dict holds at one of the places that name it, if it holds `total` where its `owner` begins."""
        file, scopes = frame.file, frame.file.scopes
        local = scopes.scope_at(name).owner is owner
        for use in file.uses_of(name.id, owner):
            if local and use.at >= name.at:
                break
            if scopes.parent[use] in scopes.ancestors(name):  # `settings = Settings(settings)`
                continue
            if owner is frame.function and self._evaluator.branches.reach(use, frame)[0] is False:
                continue
            total = self._step(use, total, frame, lambda s: scopes.leads_to(s, name), settings=settings)
        return total

    def _at_end(self, name: tree.Name, frame: Frame) -> Entries:
        """What a dict holds that a module, or a function, keeps under a name, once that has run."""
        owner = frame.file.scopes.scope_at(name).owner
        total = self._behind(frame.file.uses_of(name.id, owner), owner, None, frame)
        return total or _unknown(name, frame, Why.NO_DICT)

    def _behind(
        self, uses: Iterable[tree.Name], owner: tree.Node, total: Entries | None, frame: Frame
    ) -> Entries | None:
        """What a dict holds behind the places of its `owner` that use it, if it holds `total` before them."""
        parent = frame.file.scopes.parent
        for use in uses:
            total = self._step(use, total, frame, lambda s: parent.get(s) is owner, settings=False)
        return total

    def _filled_by_methods(self, made: Mapping | Instance, kept: tree.Attribute) -> Entries:
        """What a dict that an object keeps holds, once its methods have filled it."""
        instance = made.frame.receiver
        assert instance is not None
        found = self._copy(self.display(made) if isinstance(made, Mapping) else self._of_call(made))
        lineage = self._evaluator.attributes.lineage(instance.cls) if isinstance(instance.cls, ClassRef) else []
        for cls in lineage:
            for method in cls.file.methods(cls.node).values():
                frame = self._frame_of(method, cls, made.frame)
                for use in uses_of_attribute(cls.file, method, kept):
                    if self._evaluator.branches.reach(use, frame)[0] is not False:
                        found = self._after(use, found, frame, is_begun_there=method is made.frame.function)
        filled = {key: tuple(b for b in bounds if b is not None) or bounds for key, bounds in found.values.items()}
        return Entries(filled, found.lost).with_others(self._assigned_from_outside(made, kept))

    def _assigned_from_outside(self, made: Mapping | Instance, kept: tree.Attribute) -> Iterator[tuple[str, Bound]]:
        """What code around an object may put into a dict that it keeps: `loading.options["shuffle"] = True`."""
        file = made.frame.file
        for key, target, value in assigned_from_outside(file, kept):
            if mark(made) in map(mark, self._evaluator.evaluate(target, at_large(file))):
                yield key, Bound(Place(file, value), value, at_large(file))

    def _frame_of(self, method: tree.Function, cls: ClassRef, frame: Frame) -> Frame:
        """The frame in which a method runs for the object of a frame of another one."""
        instance = frame.receiver
        assert instance is not None
        return frame if method is frame.function else self._evaluator.attributes.frame_of(instance, cls, method)

    def _after(self, use: tree.Attribute, total: Entries, frame: Frame, *, is_begun_there: bool) -> Entries:
        """What a dict may hold after one of the places that use it; what it is replaced by there is told apart."""
        if is_assigned(frame.file, use):
            return total
        parent, body = frame.file.scopes.parent, frame.function
        changed = self._step(use, total, frame, lambda s: is_begun_there and parent.get(s) is body, settings=False)
        assert changed is not None
        return changed if changed.values or not total.values else Entries(total.values, changed.lost)

    def _step(
        self,
        use: tree.Name | tree.Attribute,
        total: Entries | None,
        frame: Frame,
        has_run: Callable[[tree.Node], bool],
        *,
        settings: bool,
    ) -> Entries | None:
        """What the dict holds after one of the places that use it; `has_run` says of a statement that it is certain."""
        file = frame.file
        parent, certain = file.scopes.parent[use], has_run(statement_around(file, use))
        match parent:
            case tree.Assign(value=value) if use in parent.targets and tree.is_none(value):
                return None if certain else total  # None has no entries that could be read
            case tree.Assign(value=tree.Node() as value) if use in parent.targets and not parent.op:
                new = self._copy(self.entries(value, frame))
                return new if certain or total is None else total.either(new)
            case tree.Attribute(attr="update") if isinstance(call := file.scopes.parent[parent], tree.Call):
                changed = self._copy(total or _unknown(use, frame, Why.NO_DICT))
                changed.update(self._arguments(call.args, frame), certain=certain)
                return changed
            case tree.Subscript(index=(tree.Constant(value=str(key)),)) if is_assigned(file, parent):
                assign = file.scopes.parent[parent]
                assert isinstance(assign, tree.Assign)
                assert assign.value is not None
                changed = self._copy(total or _unknown(use, frame, Why.NO_DICT))
                changed.set(key, Bound(Place(file, assign), assign.value, frame), certain=certain)
                return changed
            case tree.Subscript(index=(key,)) if is_assigned(file, parent) and (given := taken_from(file, parent, key)):
                changed = self._copy(total or _unknown(use, frame, Why.NO_DICT))
                loop = outermost(file, file.scopes.parent[file.scopes.parent[parent]])
                changed.update(self.entries(given, frame), certain=has_run(loop))
                return changed
            case tree.Subscript(index=(key,)) if is_assigned(file, parent):
                return self._filled_in_turn(parent, key, total or _unknown(use, frame, Why.NO_DICT), frame, has_run)
        if (taken := taken_out(file, use)) is not None:
            changed = (total or _unknown(use, frame, Why.NO_DICT)).without({taken})
            return changed if certain or total is None else total.either(changed)
        change = self._changes.found(file, (use,), settings=settings)
        return total if change is None else _changed(change, frame)

    def _filled_in_turn(
        self, target: tree.Node, key: tree.Expr, total: Entries, frame: Frame, has_run: Callable[[tree.Node], bool]
    ) -> Entries:
        """What a dict holds after a loop over a few names that puts something under each: `loaders[phase] = ...`."""
        file = frame.file
        assign = file.scopes.parent[target]
        assert isinstance(assign, tree.Assign)
        loop = next((a for a in file.scopes.ancestors(assign) if isinstance(a, tree.For | tree.Function)), None)
        cases = turns(self._evaluator, loop, frame) if isinstance(loop, tree.For) else []
        if not cases or assign.value is None:
            return _unknown(key, frame, Why.FILLED_BY_KEY)
        changed = self._copy(total)
        certain = file.scopes.parent[assign] is loop and has_run(loop)
        for case in cases:
            bound = Bound(Place(file, assign), assign.value, case)
            self._put(changed, key, bound, certain=certain)
        return changed

    def _in_any_call(
        self, name: tree.Name, bindings: list[Binding], function: tree.Node, frame: Frame, values: Meanings
    ) -> Entries:
        """A dict that is handed over, or another in its place, over all calls: `options = options or {}`."""
        uses = [use for use in frame.file.uses_of(name.id, function) if use is not name]
        if (change := self._changes.found(frame.file, (u for u in uses if not is_assigned(frame.file, u)))) is not None:
            return _changed(change, frame)
        if all(isinstance(b.node, tree.Parameter) or chooses(b.value) for b in bindings):
            values = tuple(value for value in values if not is_itself(value))
        return self._evaluated(name, frame, values)

    def _settled(self, given: Entries) -> Entries | None:
        """The constant that the dicts of all calls hold under the key that is asked for; None where they differ.

        What differs belongs to the rest of the same dict: to mix those would put together what never is.
        """
        if self._key is None or given.lost is not None:
            return None
        bounds = given.values.get(self._key, ())
        constants: set[tuple[type, object, bool]] = set()
        for bound in bounds:
            match self._evaluator.evaluate(bound.expr, bound.frame) if bound is not None else ():
                case (Const(value=value, assumed=is_assumed),):
                    constants.add((type(value), value, is_assumed))
                case _:
                    return None
        return Entries({self._key: bounds[:1]}) if len(constants) == 1 else None

    def _parameter(
        self, name: tree.Name, function: tree.Node, param: tree.Node, frame: Frame, values: Meanings
    ) -> Entries:
        """A dict that is handed to the enclosing function, as `kwargs` or as `**kwargs`."""
        assert isinstance(param, tree.Parameter)
        assert isinstance(function, tree.Function | tree.Lambda)
        if frame.function is not function or not frame.is_given_all:
            given = self._settled(self._in_any_call(name, [], function, frame, values))
            if given is not None:
                return given
            for value in values:
                if isinstance(value, Instance) and isinstance(why := loaded(self._evaluator, value), Unknown):
                    return _lost_at(value.call or name, value.frame, why)
            return _unknown(name, frame, Why.ANY_CALL, values, about=function_name(function))
        uses, are_loaded = frame.file.uses_of(name.id, function), _all_seen_are(values, _loads)
        handed = self._handed(name, function, param, frame)
        if self._changes.found(frame.file, (use for use in uses if use is not name), settings=are_loaded) is not None:
            handed = self._before(name, function, handed, frame, settings=are_loaded)
        return handed or _unknown(name, frame, Why.NOT_GIVEN, about=function_name(function))

    def _handed(self, name: tree.Name, function: tree.Node, param: tree.Node, frame: Frame) -> Entries | None:
        """The dict that a function is handed by a call that is seen, as it is then; None where it is handed None."""
        assert isinstance(param, tree.Parameter)
        assert isinstance(function, tree.Function | tree.Lambda)
        if param.star == "**":
            return self._further_arguments(frame)
        given = self._evaluator.calls.argument(function, param, frame)
        if tree.is_none(param.default if given is None else given.value):
            return None
        if given is None:
            why = Why.SPREAD if any(a.star for a in arguments_of(frame)) else Why.NOT_GIVEN
            return _unknown(name, frame, why, about=function_name(function))
        return self.entries(given.value, frame.place_of(given))

    def _further_arguments(self, frame: Frame) -> Entries:
        """What a call gives to no other parameter, by name."""
        named = {param.name for param in frame.function.params if not param.star}
        found = Entries()
        for argument in arguments_of(frame):
            if argument.keyword is not None and argument.keyword not in named:
                given_in = frame.place_of(argument)
                found.set(argument.keyword, Bound(Place(given_in.file, argument), argument.value, given_in))
            elif argument.star == "**":
                found.update(self.entries(argument.value, frame.place_of(argument)).without(named))
        return found
