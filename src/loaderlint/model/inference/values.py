"""What an expression can stand for when the program runs.

An expression means a set of alternatives, a tuple of `Meaning`: `0 if debug else 4` means two constants. `UNKNOWN`
among them says that there may be others. A rule asks for what is known, so an unresolved name is silence, not a guess.

No meaning is ever changed, but the classes are not `frozen`: objects of such are made at a third of the speed, and
millions are.
"""

from __future__ import annotations

import builtins
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from loaderlint.model import limits
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.libraries.facts import NOTHING, Checkpoint, Fact
from loaderlint.model.libraries.stdlib import BUILTINS
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree


@dataclass(unsafe_hash=True, slots=True)
class Partial:
    """The arguments that `functools.partial` was given, and the frame that they are evaluated in.

    They may be `all` that the function is called with: those that a process starts it with.
    """

    args: tuple[tree.Argument, ...]
    frame: Frame
    all: bool = False


#: What tells a value, or a call, from others.
Mark: TypeAlias = tuple[Hashable, ...]


#: Stands for the code of a module, as the function of a frame in which no call is known.
TOP_LEVEL: Final = tree.Function(0, "<module>", (), (), ())


@dataclass(eq=False, slots=True)
class Frame:
    """One call of a known function, whose code stands in `file`: what its parameters mean.

    Its arguments are evaluated in the frame `caller`. The function is defined in the frame `outer`. Code of which no
    call is known is in the frame of its module at large, see `at_large`: that has neither.

    `turns` are the loops over a few names (`for phase in ["train", "val"]`) that code is in, with the name of this
    turn. Where no call is known, the frame's function is `TOP_LEVEL`.

    A call has one frame, made by `_frame`: frames are parts of all that is asked and remembered, so they are told apart
    by what they are, not by what they hold.
    """

    function: tree.Function | tree.Lambda
    call: tree.Call | None
    file: File
    caller: Frame | None
    receiver: Instance | None
    partial: Partial | None
    outer: Frame | None
    turns: tuple[tuple[tree.For | tree.Clause, Const], ...]
    is_at_large: bool = field(init=False, repr=False)  # neither a call nor a turn is known
    depth: int = field(init=False, repr=False)  # frames inside each other, on the longest way outwards

    def __post_init__(self) -> None:
        self.is_at_large = self.function is TOP_LEVEL and not self.turns
        made_in = self.receiver.frame if self.receiver else None
        given_in = self.partial.frame if self.partial else None
        around = (f.depth for f in (self.caller, self.outer, made_in, given_in) if f is not None)
        self.depth = 0 if self.is_at_large else 1 + max(around, default=0)

    def place(self, node: tree.Node) -> Place:
        """Return where a node of this code stands: in another file where settings come from several."""
        return Place(self.file.home(node), node)

    def inner(
        self,
        function: tree.Function | tree.Lambda,
        call: tree.Call | None = None,
        caller: Frame | None = None,
        receiver: Instance | None = None,
        partial: Partial | None = None,
    ) -> Frame:
        """Return the frame of a call, in the frame `caller` or this one, of a function that is defined in this one."""
        return _frame(function, call, self.file, caller or self, receiver, partial, self)

    def turning(self, turns: tuple[tuple[tree.For | tree.Clause, Const], ...]) -> Frame:
        """Return the frame of the same call in some turns of loops."""
        return _frame(self.function, self.call, self.file, self.caller, self.receiver, self.partial, self.outer, turns)

    @property
    def is_given_all(self) -> bool:
        """Whether all arguments are seen that the function is called with."""
        return self.call is not None or (self.partial is not None and self.partial.all)

    def calls(self) -> Iterator[Frame]:
        """Yield this frame and those of the calls around it, the innermost first, as far as they are known."""
        frame: Frame | None = self
        while frame is not None and not frame.is_at_large:
            yield frame
            frame = frame.caller

    def around(self, node: tree.Node) -> Frame:
        """Return the frame for `node`, which may lie outside of loops that turn."""
        if not self.turns:
            return self
        around = self.file.scopes.ancestors(node)
        turns = tuple(turn for turn in self.turns if turn[0] in around)
        return self.turning(turns)

    def place_of(self, argument: tree.Argument) -> Frame:
        """Return the frame that an argument which gives a parameter its value is evaluated in.

        An argument that came by way of `*args` stands in a call further out.
        """
        frame = self
        while True:
            if frame.partial is not None and argument in frame.partial.args:
                return frame.partial.frame
            assert frame.caller is not None
            if frame.call is not None and argument in frame.call.args:
                return frame.caller
            frame = frame.caller

    def way(self, call: tree.Call) -> Iterator[Place]:
        """Yield the calls that lead to a call in this frame, from that one outwards, as far as they are known."""
        return (frame.place(at) for at, frame in self.leading(call))

    def leading(self, call: tree.Call) -> Iterator[tuple[tree.Call, Frame]]:
        """Yield the same calls, each with its frame."""
        at: tree.Call | None = call
        frame: Frame | None = self
        while at is not None and frame is not None:
            yield at, frame
            if frame.call is None and frame.receiver is not None:
                at, frame = frame.receiver.call, frame.receiver.frame
            else:
                at, frame = frame.call, frame.caller


def at_large(file: File) -> Frame:
    """Return the frame of a file's code wherever no call is known: what it means in any call."""
    return _frame(TOP_LEVEL, None, file)


def _frame(
    function: tree.Function | tree.Lambda,
    call: tree.Call | None,
    file: File,
    caller: Frame | None = None,
    receiver: Instance | None = None,
    partial: Partial | None = None,
    outer: Frame | None = None,
    turns: tuple[tuple[tree.For | tree.Clause, Const], ...] = (),
) -> Frame:
    """Return the one frame of a call."""
    key = (function, call, caller, receiver, partial, outer, turns)
    found: Frame | None = file.frames.get(key)
    if found is None:
        found = file.frames[key] = Frame(function, call, file, caller, receiver, partial, outer, turns)
    return found


@dataclass(unsafe_hash=True, slots=True)
class Const:
    """A literal value; `place` is where it is written, `assumed` if it is a default that a caller may override."""

    value: object
    place: Place
    assumed: bool = False


@dataclass(unsafe_hash=True, slots=True)
class External:
    """A thing of a library, by its canonical path (`torch.utils.data.DataLoader`, `builtins.len`), and what it is.

    They are made by `Evaluator.external`, which knows both.
    """

    path: str
    fact: Fact = field(repr=False, compare=False)


@dataclass(unsafe_hash=True, slots=True)
class ModuleRef:
    """A module of the project."""

    file: File


@dataclass(unsafe_hash=True, slots=True)
class FunctionRef:
    """A function or lambda of the project, defined in `frame`, and bound to `receiver` if it is a method."""

    node: tree.Function | tree.Lambda
    frame: Frame
    receiver: Instance | None = None
    partial: Partial | None = None

    @property
    def file(self) -> File:
        """The file that it is defined in."""
        return self.frame.file


@dataclass(unsafe_hash=True, slots=True)
class ClassRef:
    """A class of the project."""

    file: File
    node: tree.Class

    @property
    def instance(self) -> Instance:
        """Any instance: of how it is made nothing is known."""
        return Instance(self, None, at_large(self.file))


@dataclass(slots=True)
class Instance:
    """What calling a class (or a library's function) gave: one object per call site and frame.

    `partial` are the arguments that the class was given before. What is `by_user` is put together from what the user of
    the program says: its fields are defaults.

    `call` is None for `self` in a method that is looked at on its own. Objects that are made in the making of others of
    their kind, as the nodes of a tree are, are made at large from a certain depth on: they all count as one.
    """

    cls: ClassRef | External
    call: tree.Call | None
    frame: Frame
    partial: Partial | None = None
    by_user: bool = False
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.frame.depth > limits.FRAMES_IN_FRAMES:
            self.frame = at_large(self.frame.file)
        self._hash = hash((self.cls, self.call, self.frame, self.partial, self.by_user))

    def __hash__(self) -> int:
        """Return a hash made once, as for frames."""
        return self._hash

    @property
    def file(self) -> File:
        """The file that it is made in."""
        return self.frame.file

    @property
    def fact(self) -> Fact:
        """What is known of the library's class or function that gave the object."""
        return self.cls.fact if isinstance(self.cls, External) else NOTHING

    @property
    def place(self) -> Place | None:
        """Where the object is made."""
        return None if self.call is None else Place(self.file, self.call)


@dataclass(unsafe_hash=True, slots=True)
class PartialClass:
    """A class that `functools.partial` was given arguments for: calling it gives an object of the class."""

    cls: ClassRef | External
    partial: Partial


@dataclass(unsafe_hash=True, slots=True)
class Member:
    """An attribute of an object of a library, such as the method `rng.random`, or of something returned by it."""

    owner: Instance
    name: str


@dataclass(unsafe_hash=True, slots=True)
class Super:
    """`super()` in a method of `after`: looks attributes up behind that class, for the same object."""

    instance: Instance
    after: ClassRef


@dataclass(unsafe_hash=True, slots=True)
class Items:
    """A list, tuple or set display."""

    node: tree.Sequence
    frame: Frame


@dataclass(unsafe_hash=True, slots=True)
class Mapping:
    """A dict display or comprehension, or the dict of the further arguments (`**options`) that a call gives."""

    node: tree.Dict | tree.Comprehension | tree.Parameter
    frame: Frame


@dataclass(unsafe_hash=True, slots=True)
class Number:
    """A number that is computed from what only a run tells, such as the cores of the machine or a length."""

    node: tree.Operation
    frame: Frame


@dataclass(unsafe_hash=True, slots=True)
class Unknown:
    """Something that cannot be told from the source, and the reason; whatever that is, all of them are equal."""

    reason: Reason | None = field(default=None, compare=False)


#: What is asked for among alternatives; what the model answers has a reason.
UNKNOWN: Final = Unknown()

Meaning: TypeAlias = (
    Const
    | External
    | ModuleRef
    | FunctionRef
    | ClassRef
    | PartialClass
    | Instance
    | Member
    | Super
    | Items
    | Mapping
    | Number
    | Unknown
)
Meanings: TypeAlias = tuple[Meaning, ...]


def mark(value: Meaning | Frame) -> Mark:
    """Return what a walk tells a value, or a call, from others by: where it is made, and in which call from where.

    What is further out is left aside: objects that are made in each other's methods come in endlessly many ways.
    """
    match value:
        case Frame(function=function, call=call, receiver=receiver, caller=caller, turns=turns):
            around = receiver.call if receiver else caller and caller.call
            return function, call, around, turns
        case Instance(cls=cls, call=call, frame=frame):
            return cls, call, mark(frame)
        case Member(owner=owner, name=name):
            return name, mark(owner)
        case FunctionRef(node=node, frame=frame, receiver=receiver, partial=partial):
            return node, mark(frame), receiver and receiver.call, partial and partial.args
        case PartialClass(cls=cls, partial=partial):
            return cls, partial.args, mark(partial.frame)
        case Items(node=node, frame=frame) | Mapping(node=node, frame=frame) | Number(node=node, frame=frame):
            return node, mark(frame)
    return (value,)


def lost(why: Why, about: str = "", place: Place | None = None) -> Unknown:
    """Return what stands for a value that is not known, and why.

    Its place is that of the innermost expression that is being evaluated, which the evaluator puts in, unless it is
    given here.
    """
    return Unknown(Reason(why, about, place))


#: The answers to a question inside its own working out, and to one that takes too much.
IN_CIRCLE: Final[Meanings] = (lost(Why.ITSELF),)
SPENT: Final[Meanings] = (lost(Why.TOO_FAR),)


def lost_with(values: Iterable[Meaning], why: Why, about: str = "") -> Unknown:
    """Return the first of the values that is not known, with its own reason; where there is none, what is lost here.

    If one of them is what a library gives, that is the reason.
    """
    values = tuple(values)
    of_library = (found for value in values if (found := _of_library(value)) is not None)
    return lost_first(values) or next(of_library, None) or lost(why, about)


def lost_by_key(value: Meaning, keys: Meanings) -> Meaning:
    """Return a value that is not known because a key is not, with why the key is not; any other as it is."""
    match value:
        case Unknown(reason=Reason(why=Why.KEY | Why.BY_NAME, because=None) as reason):
            cause = lost_first(keys)
            return value if cause is None else Unknown(replace(reason, because=cause.reason))
    return value


def lost_first(values: Iterable[Meaning]) -> Unknown | None:
    """Return the first of the values that is not known, with its own reason; None where there is none."""
    return next((value for value in values if type(value) is Unknown), None)


def lost_in_library(path: str, place: Place | None) -> Unknown:
    """Return what stands for what a library's function or class gives, of which nothing is known."""
    whole, dot, _ = path.partition(".[")
    if dot:
        return lost(Why.PARTS, whole, place)
    if is_unbound(path):
        return lost(Why.UNBOUND, path, place)
    return lost(Why.OF_PYTHON if is_builtin(path) else Why.OF_LIBRARY, path, place)


def is_builtin(path: str) -> bool:
    """Whether a path is that of a name which Python itself gives, or of what belongs to that."""
    return path.startswith(f"{BUILTINS}.")


def is_unbound(path: str) -> bool:
    """Whether a path is that of a name which neither its file nor Python sets."""
    home, _, name = path.partition(".")
    first = name.partition(".")[0]
    return home == BUILTINS and first not in vars(builtins) and not first.startswith("__")


def _of_library(value: Meaning) -> Unknown | None:
    made = value.owner if isinstance(value, Member) else value
    if not isinstance(made, Instance) or not isinstance(made.cls, External) or made.place is None:
        return None
    if made.fact.checkpoint is Checkpoint.LOADED:
        return lost(Why.RESTORED, made.cls.path, made.place)
    return lost_in_library(made.cls.path, made.place)


def is_itself(value: Meaning) -> bool:
    """Whether a value is the one that is being worked out."""
    return type(value) is Unknown and value.reason is not None and value.reason.why is Why.ITSELF


def placed(value: Meaning, place: Place) -> Meaning:
    """Return a value with `place` as where the way is lost, if it is not known and has no place yet.

    What a library takes by default is written nowhere: a whole file stands for that, and `place` is a better one.
    """
    if type(value) is Unknown and value.reason is not None and value.reason.place is None:
        return Unknown(replace(value.reason, place=place))
    if type(value) is Const and isinstance(value.place.node, tree.Module):
        return Const(value.value, place, value.assumed)
    return value


def assumed(values: Meanings) -> Meanings:
    """Return the values as defaults that somebody may override."""
    return tuple(Const(v.value, v.place, assumed=True) if isinstance(v, Const) else v for v in values)


def function_name(function: tree.Function | tree.Lambda) -> str:
    """Return what a function is called."""
    return function.name if isinstance(function, tree.Function) else "lambda"


def is_generator(function: tree.Function) -> bool:
    """Whether calling a function gives a generator."""
    kinds = {n.kind for n in tree.walk_own(function) if isinstance(n, tree.Other)}
    return not kinds.isdisjoint({"yield", "yield from"}) and "await" not in kinds


def unbound(method: FunctionRef) -> FunctionRef:
    """Return what a class gives for a method of its objects: a function that is called with the object."""
    is_decorated = isinstance(method.node, tree.Function) and bool(method.node.decorators)  # perhaps a class method
    return method if is_decorated else replace(method, receiver=None)


def is_static(function: tree.Function | tree.Lambda) -> bool:
    """Whether a method is static: called without the object."""
    return _is_marked(function, "staticmethod")


def is_of_class(function: tree.Function | tree.Lambda) -> bool:
    """Whether a method is called with the class in place of an object."""
    return _is_marked(function, "classmethod")


def _is_marked(function: tree.Function | tree.Lambda, name: str) -> bool:
    return isinstance(function, tree.Function) and any(
        isinstance(d, tree.Name) and d.id == name for d in function.decorators
    )
