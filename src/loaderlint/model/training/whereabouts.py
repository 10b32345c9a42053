"""Where a loader that nothing goes through gets to: whether all ways out of the code that builds it are seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeAlias

from loaderlint.model import limits
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import main_guards
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.inference.values import (
    UNKNOWN,
    ClassRef,
    External,
    Frame,
    FunctionRef,
    Instance,
    Mark,
    Meaning,
    Member,
    Unknown,
    at_large,
    function_name,
    is_builtin,
    is_unbound,
    mark,
)
from loaderlint.model.libraries.facts import Fact, Gives
from loaderlint.model.loaders.loader import built
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.modules import CODE, WHOLE
from loaderlint.model.training.program import Program
from loaderlint.model.workers.collating import is_bare
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Scope


class Idle(Enum):
    """What is done with a loader that no loop goes through."""

    UNUSED = "no batch is ever taken from it"
    ASIDE = "it is asked for its dataset or its length, or set aside, and no batch is ever taken from it"
    SAMPLED = "only single batches are taken from it"


#: What a step into a display takes: a number for a list or a tuple, a string for a dict.
_Step: TypeAlias = int | str

#: What torch's loaders keep for others to read.
_ATTRIBUTES = {
    "dataset", "batch_size", "num_workers", "sampler", "batch_sampler", "collate_fn", "drop_last", "pin_memory",
    "timeout", "worker_init_fn", "generator", "prefetch_factor", "persistent_workers", "multiprocessing_context",
}  # fmt: skip

_COMPARING = {"is", "is_not", "==", "!=", "not"}


@dataclass(frozen=True, slots=True)
class _At:
    """An expression that gives the loader, or an iterator over it if it is `begun`, or what holds it, by `steps`."""

    node: tree.Expr
    frame: Frame
    steps: tuple[_Step, ...] = ()
    begun: bool = False

    @property
    def place(self) -> Place:
        return self.frame.place(self.node)


def idle(program: Program, made: Instance, *, alone: bool = False) -> Idle | None:
    """Return what is done with a loader that nothing goes through; None if it gets where that cannot be seen.

    What the program comes to by calls is followed from there. Other files may take what its names stand for, unless it
    runs `alone`.
    """
    try:
        found = list(_followed(program, made, alone=alone))
    except _LostError:
        return None
    return next((most for most in (Idle.SAMPLED, Idle.ASIDE) if most in found), Idle.UNUSED)


def lost_at(program: Program, made: Instance, *, alone: bool = False) -> Reason | None:
    """Return where a loader gets that nothing goes through, and why it is not seen what is done with it there."""
    try:
        for _ in _followed(program, made, alone=alone):
            pass
    except _LostError as error:
        return error.reason
    return None


def _followed(program: Program, made: Instance, *, alone: bool) -> Iterator[Idle]:
    """What is done with a loader, in each of the calls that build it.

    Raises:
        _LostError: it cannot be followed.
    """
    assert made.call is not None
    return (_Search(program, made, alone=alone).follow(made.call, frame) for frame in program.frames_of(made))


class _LostError(Exception):
    """The loader gets where it cannot be followed."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.why)
        self.reason = reason


class _Search:
    def __init__(self, program: Program, made: Instance, *, alone: bool) -> None:
        self._program = program
        self._alone = alone
        self._evaluator = program.evaluator
        self._made = made
        loader = built(program.evaluator, made)
        self._besides = loader.signature.besides if loader is not None else ()
        self._waiting: list[_At] = []
        self._seen: set[tuple[tree.Node, Mark, tuple[_Step, ...], bool]] = set()
        self._taken = False
        self._aside = False
        self._doubted: _LostError | None = None

    def follow(self, call: tree.Call, frame: Frame) -> Idle:
        """Return what is done with the loader that a call in a frame builds; it is followed wherever it goes.

        Raises:
            _LostError: it cannot be followed.
        """
        self._waiting.append(_At(call, frame))
        while self._waiting:
            at = self._waiting.pop()
            key = at.node, mark(at.frame), at.steps, at.begun
            if key not in self._seen:
                if len(self._seen) == limits.PLACES_OF_LOADER:
                    raise _LostError(Reason(Why.EVERYWHERE, "", at.place))
                self._seen.add(key)
                self._waiting += self._next(at)
        if self._doubted is not None:
            raise self._doubted
        return Idle.SAMPLED if self._taken else Idle.ASIDE if self._aside else Idle.UNUSED

    def _next(self, at: _At) -> Iterable[_At]:
        """What gets the loader from an expression that gives it."""
        file, node = at.frame.file, at.node
        match file.scopes.parent.get(node):
            case tree.Assign(op="", targets=targets):
                return [read for target in targets for read in self._assigned(target, at)]
            case tree.Return():
                return self._returned(at)
            case tree.Sequence(items=items) as display:
                return [replace(at, node=display, steps=(items.index(node), *at.steps))]
            case tree.Pair(key=tree.Constant(value=str(key)), value=value) as pair if value is node:
                around = file.scopes.parent[pair]
                assert isinstance(around, tree.Dict)
                return [replace(at, node=around, steps=(key, *at.steps))]
            case tree.Subscript(value=owner, index=(tree.Constant(value=int() | str() as step),)) as part:
                if owner is node and _is_target(file, part):
                    return []
                if owner is node and at.steps and not _is_from_end(step):
                    self._aside = self._aside or step != at.steps[0]
                    return [replace(at, node=part, steps=at.steps[1:])] if step == at.steps[0] else []
            case tree.Attribute(attr="get") as getter if (wanted := _key_got(file, getter)) is not None and at.steps:
                self._aside = self._aside or wanted.value != at.steps[0]
                got = file.scopes.parent[getter]
                assert isinstance(got, tree.Call)
                return [replace(at, node=got, steps=at.steps[1:])] if wanted.value == at.steps[0] else []
            case tree.Conditional(test=test) as choice:
                return [] if test is node else [replace(at, node=choice)]
            case tree.Operation(op=op) as operation if op in ("and", "or"):
                return [replace(at, node=operation)]
            case tree.Operation(op=op) if op in _COMPARING:
                return []
            case tree.Evaluate(kind="" | "assert") | tree.If() | tree.While():
                return []
            case tree.Attribute(attr=attr) as attribute if not at.steps:
                call = file.scopes.parent.get(attribute)
                if attr in ("next", "__next__") and isinstance(call, tree.Call):
                    return self._took(at, call)
                if attr == "__iter__" and isinstance(call, tree.Call):
                    return [_At(call, at.frame, begun=True)]
                if attr in _ATTRIBUTES or attr in self._besides:
                    self._aside = True
                    return []
            case tree.Argument(star="") as argument:
                call = file.scopes.parent[argument]
                if isinstance(call, tree.Call):
                    return self._given(at, argument, call)
        if isinstance(above := file.scopes.parent.get(node), tree.Attribute):
            raise _LostError(Reason(Why.USED, above.attr, Place(file, above)))
        raise _LostError(Reason(_why(file, node), _around(at), at.place))

    def _assigned(self, target: tree.Expr, at: _At) -> Iterable[_At]:
        """The reads of a name that is given the loader."""
        steps = at.steps
        while isinstance(target, tree.Sequence) and steps and isinstance(steps[0], int):
            if any(isinstance(item, tree.Other) for item in target.items) or not steps[0] < len(target.items):
                raise _LostError(Reason(Why.KEPT, "", at.place))
            target, steps = target.items[steps[0]], steps[1:]
        match target:
            case tree.Subscript(value=tree.Name() as owner, index=(tree.Constant(value=str(key)),)):
                if not self._is_filled_here(owner, at.frame):
                    raise _LostError(Reason(Why.KEPT, "", at.place))
                target, steps = owner, (key, *steps)
        if isinstance(target, tree.Attribute) and (keeping := self._keeping(target.value, at.frame)) is not None:
            if not is_bare(self._evaluator, keeping):  # others may read what it keeps
                raise _LostError(Reason(Why.KEPT_BY_OBJECT, keeping.node.name, at.frame.place(target)))
            return self._kept(target, replace(at, steps=steps))
        file, scope = at.frame.file, at.frame.file.scopes.scope_at(target)
        if not isinstance(target, tree.Name) or target.id in scope.elsewhere:
            raise _LostError(Reason(Why.KEPT, "", Place(file, target)))
        self._aside = self._aside or target.id == "_"
        found = scope.lookup(target.id)
        assert found is not None
        home = found[0]
        if home.owner is file.tree and self._is_exported(file, target):
            self._doubt(Reason(Why.EXPORTED, target.id, Place(file, target)))
        if _hands_out_names(file, home) or isinstance(home.owner, tree.Class):
            raise _LostError(Reason(Why.KEPT, "", Place(file, target)))
        return self._read(home, target.id, replace(at, steps=steps))

    def _doubt(self, reason: Reason) -> None:
        """Note that it may also get where it is not seen: what is seen of it comes first, as that tells more."""
        self._doubted = self._doubted or _LostError(reason)

    def _is_filled_here(self, name: tree.Name, frame: Frame) -> bool:
        """Whether a name stands for nothing but a dict that is made where the name is given it."""
        scopes = frame.file.scopes
        found = scopes.scope_at(name).lookup(name.id)
        bindings = found[1] if found is not None else []
        return all(b.kind == "assign" and not b.path and self._makes_dict(b.value, frame) for b in bindings)

    def _makes_dict(self, value: tree.Expr | None, frame: Frame) -> bool:
        match value:
            case tree.Call(func=func):
                return self._evaluator.fact(func, frame).gives is Gives.DICT
        return isinstance(value, tree.Dict)

    @staticmethod
    def _keeping(owner: tree.Expr, frame: Frame) -> ClassRef | None:
        """The class of the project whose object an expression is, in a method of that."""
        made, params = frame.receiver, frame.function.params
        is_self = isinstance(owner, tree.Name) and [owner.id] == [param.name for param in params[:1]]
        return made.cls if is_self and made is not None and isinstance(made.cls, ClassRef) else None

    def _kept(self, target: tree.Attribute, at: _At) -> Iterator[_At]:
        """Where the program may read what an object keeps in an attribute, in any of its files."""
        project, program = self._evaluator.project, self._program.file
        paths = project.reached(program, limits.FILES_OF_PROGRAM)
        if paths is None:
            raise _LostError(Reason(Why.KEPT, "", at.frame.place(target)))
        for path in paths:
            project.rests_on(program, CODE, path, WHOLE)
        for file in (program, *(f for f in map(project.load, sorted(paths)) if f is not None)):
            names = [c.args[1].value for c in file.calls_named("getattr") if len(c.args) > 1]
            if not all(isinstance(name, tree.Constant) and name.value != target.attr for name in names):
                self._doubt(Reason(Why.KEPT, "", at.frame.place(target)))
            for read in file.scopes.every(tree.Attribute):
                if read.attr == target.attr:
                    yield from self._may_be(replace(at, node=read, frame=at_large(file)))

    def _is_exported(self, file: File, node: tree.Node) -> bool:
        """Whether other files may take what a name in a module is given: not where it is given only if that is run."""
        is_alone = self._alone and file is self._program.file
        is_module = not is_alone and not file.source.cells and file.source.path.stem.isidentifier()
        return is_module and not main_guards(file, node)

    def _read(self, home: Scope, name: str, given: _At) -> Iterator[_At]:
        """Where a name of a scope, which has been given the loader, is read, and may still be that."""
        frame, file = given.frame, given.frame.file
        owner = home.owner if isinstance(home.owner, tree.Function | tree.Lambda) else None
        for read in file.mentions(name):
            found = file.scopes.scope_at(read).lookup(name)
            if found is not None and found[0] is home:
                here = frame if file.scopes.function_at(read) is owner else at_large(file)
                yield from self._may_be(replace(given, node=read, frame=here))

    def _may_be(self, at: _At) -> Iterator[_At]:
        """What is read of a name or an attribute that holds the loader, if it runs and may be the loader there."""
        place = at.frame.place(at.node)
        if _is_target(place.file, at.node) or self._evaluator.branches.never_runs(place):
            return
        values = () if at.begun or at.steps else self._evaluator.evaluate(at.node, at.frame)
        is_it = UNKNOWN in values or any(isinstance(v, Instance) and v.call is self._made.call for v in values)
        if is_it or not values:
            yield at

    def _returned(self, at: _At) -> list[_At]:
        """The call that a `return` answers."""
        if at.frame.call is None or at.frame.caller is None:
            function = at.frame.file.scopes.function_at(at.node)
            raise _LostError(Reason(Why.RETURNED, function_name(function) if function is not None else "", at.place))
        return [replace(at, node=at.frame.call, frame=at.frame.caller)]

    def _given(self, at: _At, argument: tree.Argument, call: tree.Call) -> list[_At]:
        """What a function does with an argument."""
        found: list[_At] = []
        for callee in self._evaluator.evaluate(call.func, at.frame):
            match callee:
                case FunctionRef():
                    found += self._passed(at, argument, call, callee)
                case ClassRef():
                    found += [
                        got for init in self._inits(call, at.frame) for got in self._passed(at, argument, call, init)
                    ]
                case External(fact=Fact(gives=Gives.DICT)) if argument.keyword:
                    found.append(replace(at, node=call, steps=(argument.keyword, *at.steps)))
                case External() | Member():
                    found += self._handled(at, call, _fact(self._evaluator, callee))
                case _:
                    raise _LostError(why_handed_on((callee,), at.frame.place(call)))
        return found

    def _inits(self, call: tree.Call, frame: Frame) -> list[FunctionRef]:
        """The `__init__` of the objects that a call makes."""
        made = self._evaluator.evaluate(call, frame)
        found = [init for one in made for init in self._evaluator.attributes.attribute(one, "__init__")]
        inits = [init for init in found if isinstance(init, FunctionRef)]
        if not inits or len(inits) < len(found):
            raise _LostError(Reason(Why.HANDED_ON, "", frame.place(call)))
        return inits

    def _passed(self, at: _At, argument: tree.Argument, call: tree.Call, callee: FunctionRef) -> Iterator[_At]:
        inner = self._evaluator.calls.enter(callee, call, at.frame)
        place = at.frame.place(call)
        if inner is None:
            why = self._evaluator.calls.why_not_entered(callee, at.frame)
            raise _LostError(Reason(why, function_name(callee.node), place))
        given = [p for p in callee.node.params if self._evaluator.calls.argument(callee.node, p, inner) is argument]
        if len(given) != 1:
            raise _LostError(Reason(Why.HANDED_ON, "", place))
        yield from self._read(callee.file.scopes.scope_of(callee.node), given[0].name, replace(at, frame=inner))

    def _handled(self, at: _At, call: tree.Call, fact: Fact) -> list[_At]:
        """What a library's function does with it."""
        if fact.gives is Gives.NEXT and not at.steps:
            return self._took(at, call)
        is_lazy = fact.iterator or fact.harmless  # `list` and the like take all batches at once
        if fact.hands_through and is_lazy and not fact.pairs and not at.steps:
            return [_At(call, at.frame, begun=True)]
        if fact.looks and fact.gives is not Gives.ATTRIBUTE:
            self._aside = self._aside or fact.gives is Gives.LENGTH
            return []
        callees = self._evaluator.evaluate(call.func, at.frame)
        raise _LostError(why_handed_on(callees, at.frame.place(call)))

    def _took(self, at: _At, call: tree.Call) -> list[_At]:
        """Note that a single batch is taken: where no loop goes on with it."""
        scopes = at.frame.file.scopes
        steps = [step for step in self._program.steps if step.node is call]
        scenes = [scene.node for step in steps if step.scene is not None for scene in step.scene.outwards()]
        is_led_to = scopes.function_at(call) is None or any(isinstance(node, tree.Call) for node in scenes)
        around = scopes.ancestors(call)
        if any(isinstance(above, tree.For | tree.While | tree.Comprehension) for above in (*scenes, *around)):
            raise _LostError(Reason(Why.TAKEN, "", at.frame.place(call)))
        if not is_led_to and isinstance(at.node, tree.Name) and _is_parameter(at.frame.file, at.node):
            raise _LostError(Reason(Why.TAKEN, "", at.frame.place(call)))
        self._taken = True
        return []


def why_handed_on(callees: Iterable[Meaning], call: Place) -> Reason:
    """Return why it is not seen what becomes of a loader that a call hands to one of these."""
    for callee in callees:
        match callee:
            case Unknown(reason=Reason() as reason):
                return Reason(Why.HANDED_TO, place=call, because=reason)
            case External(path=path) if is_unbound(path) and isinstance(call.node, tree.Call):
                unbound = Reason(Why.UNBOUND, path, Place(call.file, call.node.func))
                return Reason(Why.HANDED_TO, place=call, because=unbound)
            case External(path=path) if is_builtin(path):
                return Reason(Why.HANDED_ON, place=call)
            case Member(owner=Instance(cls=External(path=path))) if is_builtin(path):
                return Reason(Why.KEPT, place=call)  # in a list
            case External(path=path) | Member(owner=Instance(cls=External(path=path))) if ".[" not in path:
                name = f".{callee.name}" if isinstance(callee, Member) else ""
                return Reason(Why.HANDED_TO_LIBRARY, f"{path}{name}", call)
    return Reason(Why.HANDED_ON, place=call)


def _why(file: File, node: tree.Node) -> Why:
    """Why a loader is lost in an expression that gives it."""
    match file.scopes.parent.get(node):
        case tree.For(iterable=iterable) | tree.Clause(iterable=iterable) if iterable is node:
            return Why.LOOPED
        case tree.Subscript(value=owner) if owner is node:
            return Why.PICKED
        case tree.Argument():
            return Why.HANDED_ON
        case tree.Other(kind="yield from"):
            return Why.RELAYED
        case tree.Lambda():
            return Why.RETURNED
    return Why.KEPT


def _around(at: _At) -> str:
    """The function that an expression stands in, or its module, by name."""
    function = at.frame.file.scopes.function_at(at.node)
    return at.frame.file.source.path.stem if function is None else function_name(function)


def _hands_out_names(file: File, home: Scope) -> bool:
    """Whether code in a file asks for all names of a scope at once: a function's own code alone can ask for its."""
    at_top = home.owner is file.tree
    own = [call for call in file.calls_named("locals") if (file.scopes.function_at(call) or file.tree) is home.owner]
    asked = (*own, *(file.calls_named("globals") if at_top else ()))
    return any(isinstance(call.func, tree.Name) for call in asked)


def _key_got(file: File, getter: tree.Attribute) -> tree.Constant | None:
    """The key in `loaders.get("test")`; None for any other use of `get`."""
    match file.scopes.parent.get(getter):
        case tree.Call(func=func, args=(tree.Argument(value=tree.Constant(value=str()) as key, star=""), *_)):
            return key if func is getter else None
    return None


def _is_from_end(step: _Step) -> bool:
    return isinstance(step, int) and step < 0


def _is_parameter(file: File, name: tree.Name) -> bool:
    found = file.scopes.scope_at(name).lookup(name.id)
    return found is not None and any(binding.kind == "parameter" for binding in found[1])


def _is_target(file: File, node: tree.Node) -> bool:
    """Whether a name, an attribute or an item is written there, not read."""
    above = file.scopes.parent.get(node)
    while isinstance(above, tree.Sequence):
        node, above = above, file.scopes.parent.get(above)
    match above:
        case tree.Assign(targets=targets):
            return node in targets
        case tree.For(target=target) | tree.Clause(target=target) | tree.WithItem(target=target):
            return node is target
    return False


def _fact(evaluator: Evaluator, callee: External | Member) -> Fact:
    thing = callee if isinstance(callee, External) else evaluator.member(callee.owner, callee.name)
    return thing.fact
