"""The evaluator: gives all values that an expression may have, or says that there may be others.

A small abstract interpreter. It does not follow the order of execution beyond "the last plain assignment before the
use", gives up after a fixed amount of work, and answers `Unknown`, with the reason, wherever Python could do something
that is not seen here. What names, calls and attributes mean is told by `names`, `calls` and `attributes`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaderlint.model import limits
from loaderlint.model.inference.absl_flags import flag
from loaderlint.model.inference.attributes import Attributes
from loaderlint.model.inference.branches import Branches
from loaderlint.model.inference.calls import Calls
from loaderlint.model.inference.cases import turns
from loaderlint.model.inference.config_files import loaded
from loaderlint.model.inference.dicts import Spread
from loaderlint.model.inference.generators import yielded
from loaderlint.model.inference.instead_of_none import given_instead
from loaderlint.model.inference.interface import Question
from loaderlint.model.inference.kept_arguments import kept as kept_by
from loaderlint.model.inference.kept_arguments import may_keep
from loaderlint.model.inference.known_methods import Methods
from loaderlint.model.inference.memo import Memo
from loaderlint.model.inference.names import Names
from loaderlint.model.inference.operations import Operations
from loaderlint.model.inference.outcomes import of_values
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.registries import Registries, is_registry
from loaderlint.model.inference.rows import Rows
from loaderlint.model.inference.set_before_use import set_above
from loaderlint.model.inference.settings_objects import holds_settings, is_configuration, setting
from loaderlint.model.inference.tables import Tables, has_entries
from loaderlint.model.inference.texts import in_f_string
from loaderlint.model.inference.torch_version import TorchVersion
from loaderlint.model.inference.values import (
    IN_CIRCLE,
    SPENT,
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
    Unknown,
    lost,
    lost_by_key,
    lost_in_library,
    lost_with,
    placed,
)
from loaderlint.model.libraries import LIBRARIES, Libraries
from loaderlint.model.libraries.facts import NOTHING, Fact, Gives, Parts
from loaderlint.model.project.project import Project
from loaderlint.model.project.requirements import TorchRange
from loaderlint.model.project.runtime import ANY_RUNTIME, Runtime
from loaderlint.model.project.settings_file import SettingsFile
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Step

_NAMING = frozenset({tree.Name, tree.Attribute})

#: The attributes that dicts have.
_OF_DICTS = frozenset(dir(dict))

#: What means itself.
_PLAIN = frozenset({tree.Constant, tree.Lambda, tree.Sequence, tree.Dict})


class Evaluator:
    """Evaluates expressions of a project's files."""

    def __init__(
        self, project: Project, target: TorchRange, libraries: Libraries = LIBRARIES, runtime: Runtime = ANY_RUNTIME
    ) -> None:
        self.project = project
        self.target = target
        self.runtime = runtime
        self.libraries = libraries
        self._externals: dict[str, External] = {}
        self._displays: dict[tuple[tree.Comprehension, int], tree.Sequence] = {}
        self._cuts: dict[tuple[tree.Subscript, tree.Sequence], tree.Sequence] = {}
        self.memo: Memo[Question] = Memo()
        self.names = Names(self)
        self.calls = Calls(self)
        torch_version = TorchVersion(self)
        self.branches = Branches(self, torch_version)
        self.attributes = Attributes(self)
        self._rows = Rows(self)
        self.methods = Methods(self)
        self.operations = Operations(self, torch_version)
        self._registries = Registries(self)
        self._tables = Tables(self, self._registries, self._rows)

    def forget(self) -> None:
        """Let go of the parts, which know this evaluator: it is of no use from then on."""
        vars(self).clear()

    def evaluate(self, expr: tree.Expr, frame: Frame) -> Meanings:
        """Return what `expr` can mean, in the file of `frame` and with parameters as that says."""
        if type(expr) in _PLAIN:
            match expr:
                case tree.Constant():
                    return (Const(expr.value, frame.place(expr), frame.file.overridable),)
                case tree.Lambda():
                    return (FunctionRef(expr, frame),)
                case tree.Sequence():
                    return (Items(expr, frame),)
                case tree.Dict():
                    return (Mapping(expr, frame),)
        if not frame.is_at_large:
            around = frame.outer
            if around and around.is_at_large and type(expr) in _NAMING and self.names.is_global(around.file, expr):
                frame = around
        question = expr if frame.is_at_large else (expr, frame)
        return self.memo.ask(question, lambda: self._alternatives(expr, frame), IN_CIRCLE, SPENT)

    def _alternatives(self, expr: tree.Expr, frame: Frame) -> Meanings:
        found = self._evaluate(expr, frame)
        if len(found) > 1:
            found = tuple(dict.fromkeys(found))
            if len(found) > limits.ALTERNATIVES:
                found = _cut(found)
        for value in found:
            if type(value) is Unknown and value.reason is not None and value.reason.place is None:
                return tuple(placed(v, frame.place(expr)) for v in found)
        return found

    def external(self, path: str) -> External:
        """Return the thing of a library that `path` leads to."""
        found = self._externals.get(path)
        if found is None:
            canonical = self.libraries.canonical(path)
            found = self._externals[path] = External(canonical, self.libraries.fact(canonical))
        return found

    def member(self, owner: Instance, name: str) -> External:
        """Return the method or attribute `name` of an object of a library."""
        assert isinstance(owner.cls, External)
        return self.external(f"{owner.cls.path}.{name}")

    def named(self, expr: tree.Expr, frame: Frame) -> External | None:
        """Return the library's thing that `expr` names, if it can be nothing else."""
        meanings = self.evaluate(expr, frame)
        return meanings[0] if len(meanings) == 1 and isinstance(meanings[0], External) else None

    def facts(self, callees: Meanings) -> Iterator[Fact]:
        """Yield what is known of the functions and methods of libraries among what a call can call."""
        for callee in callees:
            if isinstance(callee, Member):
                yield self.member(callee.owner, callee.name).fact
            elif isinstance(callee, External):
                yield callee.fact

    def fact(self, expr: tree.Expr, frame: Frame) -> Fact:
        """Return what is known of the library's thing that `expr` names, if it can be nothing else."""
        only = self.named(expr, frame)
        return NOTHING if only is None else only.fact

    def _evaluate(self, expr: tree.Expr, frame: Frame) -> Meanings:
        match expr:
            case tree.Name():
                return self.names.named(expr, frame)
            case tree.Attribute(value=tree.Attribute() as kept) if found := self._kept(kept, expr.attr, frame):
                return found
            case tree.Attribute():
                owners = self.evaluate(expr.value, frame)
                present = [
                    o for o in owners if not (isinstance(o, Const) and o.value is None)
                ]  # None has no attributes
                found = tuple(m for owner in present for m in self._attribute(owner, expr, frame))
                return found or (lost(Why.ONLY_NONE),)
            case tree.Call() if given := self.methods.result(expr, frame):
                return given
            case tree.Call():
                callees = _with_parts(self.evaluate(expr.func, frame))  # None cannot be called
                return tuple(m for callee in callees for m in self.calls.result(callee, expr, frame))
            case tree.Conditional():
                return self._conditional(expr, frame)
            case tree.Operation():
                return self.operations.result(expr, frame)
            case tree.Comprehension(kind="DictComp"):
                return (Mapping(expr, frame),)
            case tree.Comprehension(kind="ListComp"):
                return (Items(self._display_of(expr, frame), frame),)
            case tree.Other(kind="in turn", children=(tree.Comprehension() as made, tree.Constant(value=int(number)))):
                return self.evaluate(made.elements[0], turns(self, made.clauses[0], frame)[number])
            case tree.Other(kind="perhaps", children=(item,)):
                return self.evaluate(item, frame)
            case tree.Other(kind="one of", children=(several,)):
                return self.elements(self.evaluate(several, frame))
            case tree.Other() if isinstance(frame.file, SettingsFile) and (target := frame.file.referred(expr)):
                return self.evaluate(target, frame)
            case tree.Other(kind="f-string") if text := in_f_string(self, expr, frame):
                return text
            case tree.Other(kind="instantiated"):
                return self.calls.instantiation.part(expr, frame)
            case tree.Other(kind="composed"):
                return (lost(Why.COMPOSED),)
            case tree.Other(kind="starred"):
                return (lost(Why.PERHAPS),)
            case tree.Other(kind="rank"):
                return (lost(Why.RANK),)
            case tree.Walrus():
                return self.evaluate(expr.value, frame)
            case tree.Subscript(value=tree.Attribute() as kept, index=(tree.Constant(value=str(name)),)) if (
                found := self._kept(kept, name, frame)
            ):
                return found
            case tree.Subscript(index=(tree.Constant(value=int(number)),)):
                return self.element(self.evaluate(expr.value, frame), number)
            case tree.Subscript(index=(tree.Other(kind="slice") as cut,)) if found := self._cut(expr, cut, frame):
                return found
            case tree.Subscript() if (put := frame.file.put_if_missing(expr)) is not None:
                return self.evaluate(put, frame)
            case tree.Subscript(index=(index,)) if found := self.keyed(expr.value, index, frame, is_there=True):
                return found
            case tree.Subscript():
                return self._part(expr, frame)
            case _:
                return (lost(Why.EXPRESSION),)

    def _display_of(self, expr: tree.Comprehension, frame: Frame) -> tree.Sequence:
        """A list that a comprehension makes, as a display: of each turn, or of what may be there several times."""
        clause = expr.clauses[0]
        turning = turns(self, clause, frame) if len(expr.clauses) == 1 and not clause.conditions else []
        if (expr, len(turning)) not in self._displays:
            numbers = (tree.Constant(expr.at, number) for number in range(len(turning)))
            items = tuple(tree.Other(expr.at, "in turn", (expr, number)) for number in numbers)
            perhaps = tuple(tree.Other(element.at, "perhaps", (element,)) for element in expr.elements)
            self._displays[expr, len(turning)] = tree.Sequence(expr.at, "list", items or perhaps)
        return self._displays[expr, len(turning)]

    def _cut(self, expr: tree.Subscript, cut: tree.Other, frame: Frame) -> Meanings:
        """What `path.split(".")[:-1]` or `datasets[:count]` gives; nothing for what is no list or tuple.

        That is a part of a tuple by numbers that are written out. Of others, any item may be in it.
        """
        values = self.evaluate(expr.value, frame)
        if not any(isinstance(value, Items) for value in values):
            return ()
        bounds = [b.value for b in cut.children if isinstance(b, tree.Constant) and isinstance(b.value, int | None)]
        are_known = len(bounds) == len(cut.children) < 3
        found: list[Meaning] = []
        for value in values:
            if not isinstance(value, Items):
                found += self.part((value,), expr.index)
                continue
            whole = value.node
            if (expr, whole) not in self._cuts:
                start, stop = (*bounds, None, None)[:2]
                is_exact = are_known and whole.kind == "tuple" and not any(map(tree.is_starred, whole.items))
                part = whole.items[start:stop] if is_exact else _any_of(whole.items)
                self._cuts[expr, whole] = tree.Sequence(expr.at, whole.kind, part)
            found.append(Items(self._cuts[expr, whole], value.frame))
        return tuple(found)

    def _part(self, expr: tree.Subscript, frame: Frame) -> Meanings:
        """What `value[index]` gives: of a list any item, where the number is not known."""
        values = self.evaluate(expr.value, frame)
        match expr.index:
            case (index,) if any(isinstance(value, Items) for value in values):
                match self.evaluate(index, frame):
                    case (Const(value=int(number)),):
                        return self.element(values, number)
                lists = [value for value in values if isinstance(value, Items)]
                others = [value for value in values if not isinstance(value, Items)]
                return (*self.elements(lists), *self.part(others, expr.index))
            case (tree.Name() | tree.Attribute() as index,):
                keys = self.evaluate(index, frame)
                return tuple(lost_by_key(value, keys) for value in self.part(values, expr.index))
        return self.part(values, expr.index)

    def _kept(self, kept: tree.Attribute, name: str, frame: Frame) -> Meanings:
        """What an attribute that holds what an object was made with has under a name; nothing for any other."""
        owners = self.evaluate(kept.value, frame) if may_keep(kept, self.libraries) else ()
        return tuple(m for owner in owners for m in kept_by(self, owner, kept.attr, name))

    def _attribute(self, owner: Meaning, expr: tree.Attribute, frame: Frame) -> Meanings:
        """What `owner.name` means; of a dict, whose entries an object around it gives by name as well, the entry."""
        if isinstance(owner, External) and owner.fact.gives is Gives.FLAGS:
            return flag(self, expr.attr, frame.file)
        if isinstance(owner, Instance) and (found := self.attributes.where_read(owner, expr, frame.file)):
            return found
        if isinstance(owner, Unknown) and (found := set_above(self, expr, frame)):
            return found
        return (
            self.entry(expr.value, expr.attr, frame, (owner,), is_there=True)
            if isinstance(owner, Mapping) and expr.attr not in _OF_DICTS
            else self.attributes.attribute(owner, expr.attr)
        )

    def keyed(self, owner: tree.Expr, index: tree.Expr, frame: Frame, *, is_there: bool = False) -> Meanings:
        """Return what `owner[index]` is for a dict and known keys, or a table of what can be called; else nothing.

        With `is_there`, it is what that gives where it does not raise.
        """
        return self._tables.keyed(owner, index, frame, is_there=is_there)

    def entry(
        self, owner: tree.Expr, key: str, frame: Frame, values: Meanings | None = None, *, is_there: bool = False
    ) -> Meanings:
        """Return what a dict that the program builds holds under `key`; nothing where `owner` is no such thing.

        `values` are those that `owner` means, if that is known already: what asks again costs again. With `is_there`,
        the dict holds something under the key, or else the code raises.
        """
        found: list[Meaning] = []
        values = self.evaluate(owner, frame) if values is None else values
        for value in values:
            if isinstance(value, Instance) and holds_settings(self, value):
                found += setting(self, value, key)
            elif is_registry(value):
                found += self._registries.registered(value, key)
        if not may_keep(owner, self.libraries) and not any(has_entries(v) and not is_configuration(v) for v in values):
            return tuple(found)
        entries = Spread(self, key).entries(owner, frame, values)
        bounds = entries.values.get(key, ())
        for bound in bounds:
            if bound is not None:
                found += self.evaluate(bound.expr, bound.frame)
        is_there = is_there and any(bound is not None for bound in bounds)
        if (None in bounds and not is_there) or not bounds or entries.lost is not None:
            if registered := [m for value in values for m in self._registries.registered(value, key)]:
                return tuple(registered)
            found.append(entries.lost or lost(Why.MISSING_KEY, key))
        return tuple(found)

    def keys(self, owner: tree.Expr, frame: Frame) -> tuple[str, ...]:
        """Return all keys of a dict that the program builds, in order; none where they are not all known."""
        unknown: tuple[str, ...] = ()
        return self.memo.ask(("keys", owner, frame), lambda: self._find_keys(owner, frame), unknown, unknown)

    def _find_keys(self, owner: tree.Expr, frame: Frame) -> tuple[str, ...]:
        if not any(map(has_entries, self.evaluate(owner, frame))):
            return ()
        entries = Spread(self).entries(owner, frame)
        known = entries.lost is None and not any(None in bounds for bounds in entries.values.values())
        return tuple(entries.values) if known else ()

    def spread(
        self, given: tree.Expr, name: str, frame: Frame, values: Meanings | None = None
    ) -> tuple[Meanings, bool]:
        """Return what `**given` passes under a name, and whether that is certain: not if it may pass nothing.

        `values` are those that `given` means, if that is known already.
        """
        entries = Spread(self, name).entries(given, frame, values)
        bounds = entries.values.get(name, (None,))
        found = [m for b in bounds if b is not None for m in self.evaluate(b.expr, b.frame)]
        if entries.lost is not None:
            found.append(entries.lost)
        return tuple(found), None not in bounds or entries.lost is not None

    def rows(self, call: tree.Call, fact: Fact) -> tuple[tree.Expr, ...]:
        """Return what a turn of a loop over the result of a library's function may get; nothing if that is not told."""
        return self._rows.of(call, fact)

    def elements(self, values: Iterable[Meaning]) -> Meanings:
        """Return what iterating over the values gives."""
        return tuple(m for value in _with_parts(values) for m in self._elements(value))

    def gone_through(self, expr: tree.Expr, frame: Frame) -> Meanings:
        """Return what an expression means that is gone through right there: what a generator makes is as in a list."""
        if isinstance(expr, tree.Comprehension) and expr.kind == "GeneratorExp":
            return (Items(self._display_of(expr, frame), frame),)
        return self.evaluate(expr, frame)

    def _elements(self, value: Meaning) -> Meanings:
        match value:
            case Items(node=node, frame=frame):
                return tuple(m for item in node.items for m in self.evaluate(item, frame))
            case Instance(fact=Fact(gives=Gives.REPEATED), call=tree.Call(args=args), frame=frame):
                return tuple(m for a in args[:1] for m in self.evaluate(a.value, frame))
            case Instance(fact=Fact(iterator=True)) if settings := loaded(self, value):
                return (settings,)
            case Instance(fact=Fact(parts=Parts.ALL)):
                return (Member(value, "[...]"),)
            case Instance(fact=Fact(gives=Gives.GENERATOR), call=tree.Call() as call, frame=frame):
                return yielded(self, call, frame) or (_no_part(value, Why.ITEM),)
            case Instance(call=tree.Call() as call, frame=frame) if rows := self._rows.of(call, value.fact):
                return tuple(m for row in rows for m in self.evaluate(row, frame))
        return (_no_part(value, Why.ITEM),)

    def element(self, values: Iterable[Meaning], number: int) -> Meanings:
        """Return what `value[number]` gives."""
        found: list[Meaning] = []
        for value in _with_parts(values):
            if isinstance(value, Items) and _is_at(value.node.items, number):
                found += self.evaluate(value.node.items[number], value.frame)
            elif isinstance(value, Items) and any(map(_is_perhaps, value.node.items)):
                found += self.elements((value,))
            elif isinstance(value, Mapping) and (entry := _numbered(value, number)) is not None:
                found += self.evaluate(entry, value.frame)
            elif isinstance(value, Instance) and isinstance(value.cls, External):
                found.append(Member(value, f"[{number}]"))
            else:
                found.append(_no_part(value, Why.NO_ITEM if isinstance(value, Items) else Why.ITEM))
        return tuple(found)

    def unpacked(self, values: Meanings, path: Iterable[Step]) -> Meanings:
        """Return the part that a path leads to of values that are unpacked; those of another length cannot be."""
        for number, of in path:
            fitting = [value for value in values if of is None or _may_hold(value, of)]
            values = self.element(fitting, number) or (lost(Why.ITEM),)
        return values

    @staticmethod
    def part(values: Iterable[Meaning], index: tuple[tree.Expr, ...]) -> Meanings:
        """What `value[index]` gives for an object of a library: `handle["images"]` has the name `[str]`."""
        match index:
            case (tree.Constant(value=str()),) | (tree.Other(kind="f-string"),):
                step = "[str]"
            case _:
                step = "[...]"
        found: list[Meaning] = []
        for value in _with_parts(values):
            if isinstance(value, Instance) and isinstance(value.cls, External):
                found.append(Member(value, step))
            elif isinstance(value, Member):
                found.append(Member(value.owner, f"{value.name}{step}"))
            else:
                found.append(_no_part(value, Why.KEY if isinstance(value, Mapping) else Why.ITEM))
        return tuple(found)

    def _conditional(self, expr: tree.Conditional, frame: Frame) -> Meanings:
        held = of_values(self.evaluate(expr.test, frame))
        if held is not None:
            return self.evaluate(expr.then if held else expr.otherwise, frame)
        if given := given_instead(self, expr, frame):
            return given
        return (*self.evaluate(expr.then, frame), *self.evaluate(expr.otherwise, frame))


def _any_of(items: tuple[tree.Expr, ...]) -> tuple[tree.Expr, ...]:
    """Items of which each may be there or not."""
    return tuple(item if _is_perhaps(item) else tree.Other(item.at, "perhaps", (item,)) for item in items)


def _cut(found: Meanings) -> Meanings:
    """As many of too many values as are followed, and why the others are not: as said where it came to be too many."""
    others = next((v for v in found if isinstance(v, Unknown)), lost(Why.TOO_MANY, str(limits.ALTERNATIVES)))
    return (*[v for v in found if v is not others][: limits.ALTERNATIVES], others)


def _with_parts(values: Iterable[Meaning]) -> Meanings:
    """What values may be where a part of them is taken: not None, unless they are nothing else."""
    values = tuple(values)
    return tuple(v for v in values if not (isinstance(v, Const) and v.value is None)) or values


def _no_part(value: Meaning, why: Why) -> Unknown:
    """Why a part of a value is not known."""
    if isinstance(value, Instance) and isinstance(value.cls, ClassRef):
        return lost(Why.OWN_ITEM, value.cls.node.name)
    if isinstance(value, Const) and not isinstance(value.value, str | bytes):
        return lost(Why.NO_PARTS, repr(value.value))
    if isinstance(value, External):
        return lost_in_library(value.path, None)
    return lost_with((value,), why)


def _is_at(items: tuple[tree.Expr, ...], number: int) -> bool:
    """Whether an item of a display is the one of a number: no others are before it that may be more or fewer."""
    before = items[: number + 1] if number >= 0 else items
    return -len(items) <= number < len(items) and not any(map(tree.is_starred, before))


def _numbered(table: Mapping, number: int) -> tree.Expr | None:
    """What a dict display has under a number, if all its keys are constants."""
    pairs = table.node.items if isinstance(table.node, tree.Dict) else ()
    entries = {pair.key.value: pair.value for pair in pairs if isinstance(pair.key, tree.Constant)}
    return entries.get(number) if len(entries) == len(pairs) else None


def _is_perhaps(item: tree.Expr) -> bool:
    return isinstance(item, tree.Other) and item.kind == "perhaps"


def _may_hold(value: Meaning, number: int) -> bool:
    """Whether a value may have so many parts: any may but a tuple that is written with more or fewer."""
    match value:
        case Items(node=tree.Sequence(kind="tuple", items=items)):
            return len(items) == number or any(map(tree.is_starred, items))
    return True
