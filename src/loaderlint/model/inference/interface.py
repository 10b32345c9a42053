"""What the parts of the evaluator ask of each other: they know this interface, and only the evaluator knows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeAlias

from loaderlint.model.inference.memo import Memo
from loaderlint.model.inference.values import ClassRef, External, Frame, FunctionRef, Instance, Meaning, Meanings
from loaderlint.model.libraries import Libraries
from loaderlint.model.libraries.facts import Fact
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.project import Project
from loaderlint.model.project.requirements import TorchRange
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Scope, Step

#: What is asked and remembered: what an expression means, at large or in a call of the function around it; what a name
#: means at the top level of a module; what an object that holds settings has under a name; in which frame an object's
#: `__init__` of a class, or another of its methods, runs; a class's bases; its line of descent; and whether a call
#: reaches a statement.
Question: TypeAlias = (
    tree.Expr
    | tuple[tree.Expr, Frame]
    | tuple[File | Instance, str]
    | tuple[Instance, ClassRef]
    | tuple[Instance, tree.Function]
    | ClassRef
    | tuple[str, ClassRef]
    | tuple[str, tree.Node, Frame]
)


class NamesInterface(Protocol):
    """What names mean."""

    def exported(self, module: File, name: str) -> Meanings | None:
        """Return what `name` means at the top level of a module; None where the module does not have it."""

    def imported(self, file: File, name: str) -> Meaning:
        """Return the module that a name stands for where a file imports it."""

    def of_library(self, path: str) -> Meanings:
        """Return the thing of a library that a path leads to, if any is known."""


class CallsInterface(Protocol):
    """What calls give, and what parameters mean in them."""

    def parameter(self, home: Scope, param: tree.Parameter, frame: Frame) -> Meanings:
        """Return what a parameter of the function that opens the scope `home` can mean."""

    def returned(self, function: FunctionRef, call: tree.Call, frame: Frame) -> Meanings:
        """Return what a call of `function` in `frame` gives."""

    def enter(self, function: FunctionRef, call: tree.Call | None, frame: Frame) -> Frame | None:
        """Return the frame of a call of `function` in `frame`; None for recursion, and where it is decorated."""

    def argument(
        self, function: tree.Function | tree.Lambda, param: tree.Parameter, frame: Frame
    ) -> tree.Argument | None:
        """Return the argument that a frame's call certainly gives to `param`."""


class AttributesInterface(Protocol):
    """What attributes mean, and where classes come from."""

    def attribute(self, owner: Meaning, name: str) -> Meanings:
        """Return what `owner.name` can mean."""

    def read(self, owner: tree.Expr, name: str) -> tree.Attribute:
        """Return `owner.name`, as if it were written there: always the same node."""

    def callables(self, value: Meaning) -> list[FunctionRef]:
        """Return the functions of the project that calling `value` runs: itself, or the `__call__` of its class."""

    def lineage(self, cls: ClassRef) -> list[ClassRef]:
        """Return a class and its bases in the project, nearest first."""

    def bases(self, cls: ClassRef) -> Meanings:
        """Return what the bases in a class statement mean."""

    def library_bases(self, cls: ClassRef) -> list[External]:
        """Return the library classes that a class derives from, through bases in the project, nearest first."""

    def library_call(self, instance: Instance) -> tuple[tree.Call, Frame] | None:
        """Return the call that gives a library's class its arguments: of the class, or of `super().__init__`."""

    def init_frame(self, instance: Instance, cls: ClassRef) -> Frame | None:
        """Return the frame in which `cls.__init__` runs for `instance`."""

    def frame_of(self, instance: Instance, cls: ClassRef, method: tree.Function) -> Frame:
        """Return the frame that a method of an object runs in, given by its class or a base."""

    def raises(self, instance: Instance) -> bool:
        """Whether making an object raises: its call does not fit the `__init__` of its class."""

    def facts(self, made: Instance) -> list[Fact]:
        """Return what is known of an object's class, if a library's, or of the library classes that it derives from."""


class BranchesInterface(Protocol):
    """What of a function's code the arguments of one call rule out."""

    def reach(self, node: tree.Node, frame: Frame) -> tuple[bool | None, tree.Node]:
        """Whether a call comes to a statement of its function, and the outermost statement that it then runs."""

    def returned(self, frame: Frame) -> list[tree.Expr]:
        """Return the expressions that a call of a function can return, leaving out those that it cannot come to."""

    def raises(self, frame: Frame) -> bool:
        """Whether a call certainly comes to a `raise` of its function: its arguments are refused."""

    def never_runs(self, place: Place) -> bool:
        """Whether code runs in no release of torch that the project supports, or is switched off by a constant."""


class Evaluation(Protocol):
    """What expressions mean."""

    @property
    def project(self) -> Project:
        """The project whose files are read."""

    @property
    def target(self) -> TorchRange:
        """The releases of torch that the project supports."""

    @property
    def libraries(self) -> Libraries:
        """What is known of libraries."""

    @property
    def memo(self) -> Memo[Question]:
        """What was asked before."""

    @property
    def names(self) -> NamesInterface:
        """What names mean."""

    @property
    def calls(self) -> CallsInterface:
        """What calls give."""

    @property
    def branches(self) -> BranchesInterface:
        """What calls run."""

    @property
    def attributes(self) -> AttributesInterface:
        """What attributes mean."""

    def evaluate(self, expr: tree.Expr, frame: Frame) -> Meanings:
        """Return what `expr` can mean, in the file of `frame` and with parameters as that says."""

    def external(self, path: str) -> External:
        """Return the thing of a library that `path` leads to."""

    def member(self, owner: Instance, name: str) -> External:
        """Return the method or attribute `name` of an object of a library."""

    def fact(self, expr: tree.Expr, frame: Frame) -> Fact:
        """Return what is known of the library's thing that `expr` names, if it can be nothing else."""

    def keyed(self, owner: tree.Expr, index: tree.Expr, frame: Frame) -> Meanings:
        """Return what `owner[index]` is for a dict and known keys, or a table of what can be called; else nothing."""

    def entry(
        self, owner: tree.Expr, key: str, frame: Frame, values: Meanings | None = None, *, is_there: bool = False
    ) -> Meanings:
        """Return what a dict that the program builds holds under `key`; nothing where `owner` is no such thing.

        `values` are those that `owner` means, if that is known already. With `is_there`, the dict holds something under
        the key, or else the code raises.
        """

    def keys(self, owner: tree.Expr, frame: Frame) -> tuple[str, ...]:
        """Return all keys of a dict that the program builds, in order; none where they are not all known."""

    def spread(
        self, given: tree.Expr, name: str, frame: Frame, values: Meanings | None = None
    ) -> tuple[Meanings, bool]:
        """Return what `**given` passes under a name, and whether that is certain: not if it may pass nothing."""

    def gone_through(self, expr: tree.Expr, frame: Frame) -> Meanings:
        """Return what an expression means that is gone through right there: what a generator makes is as in a list."""

    def elements(self, values: Iterable[Meaning]) -> Meanings:
        """Return what iterating over the values gives."""

    def element(self, values: Iterable[Meaning], number: int) -> Meanings:
        """Return what `value[number]` gives."""

    def unpacked(self, values: Meanings, path: Iterable[Step]) -> Meanings:
        """Return the part that a path leads to of values that are unpacked; those of another length cannot be."""
