"""What an expression can stand for when the program runs.

An expression means a set of alternatives, a tuple of `Meaning`: `0 if debug else 4` means two constants. `UNKNOWN`
among them says that there may be others. A rule asks for what is known, so an unresolved name is silence, not a guess.

No meaning is ever changed, but the classes are not `frozen`: objects of such are made at a third of the speed, and
millions are.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from loaderlint.model import limits
from loaderlint.model.libraries.facts import NOTHING, Fact
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree


@dataclass(unsafe_hash=True, slots=True)
class Partial:
    """The arguments that `functools.partial` was given for a function, and where they are evaluated."""

    args: tuple[tree.Argument, ...]
    file: File
    frame: Frame | None


#: What tells a value, or a call, from others.
Mark: TypeAlias = tuple[Hashable, ...]


#: Stands for the code at the top level of a module, as the function of a frame.
TOP_LEVEL: Final = tree.Function(0, "<module>", (), (), ())


@dataclass(slots=True)
class Frame:
    """One call of a known function: what its parameters mean. The arguments are evaluated in the frame `caller`.

    `turns` are the loops over a few names (`for phase in ["train", "val"]`) that code is in, with the name of this
    turn. Where such a loop stands at the top level of a module, the frame's function is `TOP_LEVEL`.
    """

    function: tree.Function | tree.Lambda
    call: tree.Call | None
    file: File
    caller: Frame | None
    receiver: Instance | None = None
    partial: Partial | None = None
    outer: Frame | None = None  # of the function that this one is defined in
    turns: tuple[tuple[tree.For | tree.Clause, Const], ...] = ()
    depth: int = field(init=False, repr=False, compare=False)  # frames inside each other, on the longest way outwards
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        own = (self.function, self.call, self.file, self.caller, self.receiver, self.partial, self.outer, self.turns)
        self._hash = hash(own)
        made_in = self.receiver and self.receiver.frame
        given_in = self.partial and self.partial.frame
        self.depth = 1 + max(f.depth if f else 0 for f in (self.caller, self.outer, made_in, given_in))

    def __hash__(self) -> int:
        """Return a hash made once: frames are nested, and keys of the evaluator's memory."""
        return self._hash

    def around(self, file: File, node: tree.Node) -> Frame | None:
        """Return the frame for `node`, which may lie outside of loops that turn; None for a module at large."""
        if not self.turns:
            return self
        around = file.scopes.ancestors(node)
        turns = tuple(turn for turn in self.turns if turn[0] in around)
        if self.function is TOP_LEVEL and not turns:
            return None
        return self if turns == self.turns else replace(self, turns=turns)

    def place_of(self, argument: tree.Argument) -> tuple[File, Frame | None]:
        """Return where the argument that gave a parameter its value is evaluated."""
        if self.partial is not None and argument in self.partial.args:
            return self.partial.file, self.partial.frame
        return self.file, self.caller


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
    """A function or lambda of the project, bound to `receiver` if it is a method."""

    file: File
    node: tree.Function | tree.Lambda
    frame: Frame | None = None
    receiver: Instance | None = None
    partial: Partial | None = None


@dataclass(unsafe_hash=True, slots=True)
class ClassRef:
    """A class of the project."""

    file: File
    node: tree.Class

    @property
    def instance(self) -> Instance:
        """Any instance: of how it is made nothing is known."""
        return Instance(self, self.file, None, None)


@dataclass(slots=True)
class Instance:
    """What calling a class (or a library's function) gave: one object per call site and frame.

    `call` is None for `self` in a method that is looked at on its own. Objects that are made in the making of others of
    their kind, as the nodes of a tree are, have no frame from a certain depth on: they all count as one.
    """

    cls: ClassRef | External
    file: File
    call: tree.Call | None
    frame: Frame | None
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.frame is not None and self.frame.depth > limits.FRAMES_IN_FRAMES:
            self.frame = None
        self._hash = hash((self.cls, self.file, self.call, self.frame))

    def __hash__(self) -> int:
        """Return a hash made once, as for frames."""
        return self._hash

    @property
    def fact(self) -> Fact:
        """What is known of the library's class or function that gave the object."""
        return self.cls.fact if isinstance(self.cls, External) else NOTHING

    @property
    def place(self) -> Place | None:
        """Where the object is made."""
        return None if self.call is None else Place(self.file, self.call)


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

    file: File
    node: tree.Sequence
    frame: Frame | None


@dataclass(unsafe_hash=True, slots=True)
class Mapping:
    """A dict display or comprehension."""

    file: File
    node: tree.Dict | tree.Comprehension
    frame: Frame | None


@dataclass(unsafe_hash=True, slots=True)
class Unknown:
    """Something that cannot be told from the source."""


UNKNOWN: Final = Unknown()

Meaning: TypeAlias = (
    Const | External | ModuleRef | FunctionRef | ClassRef | Instance | Member | Super | Items | Mapping | Unknown
)
Meanings: TypeAlias = tuple[Meaning, ...]


def mark(value: Meaning | Frame | None) -> Mark:
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
        case Items(node=node, frame=frame) | Mapping(node=node, frame=frame):
            return node, mark(frame)
    return (value,)


#: The answer where nothing is known.
NOTHING_KNOWN: Final[Meanings] = (UNKNOWN,)


def assumed(values: Meanings) -> Meanings:
    """Return the values as defaults that somebody may override."""
    return tuple(Const(v.value, v.place, assumed=True) if isinstance(v, Const) else v for v in values)


def is_generator(function: tree.Function) -> bool:
    """Whether calling a function gives a generator."""
    kinds = {n.kind for n in tree.walk_own(function) if isinstance(n, tree.Other)}
    return not kinds.isdisjoint({"yield", "yield from"}) and "await" not in kinds


def is_static(function: tree.Function | tree.Lambda) -> bool:
    """Whether a method is static: called without the object."""
    return isinstance(function, tree.Function) and any(
        isinstance(d, tree.Name) and d.id == "staticmethod" for d in function.decorators
    )
