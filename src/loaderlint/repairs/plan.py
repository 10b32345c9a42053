"""What a rule wants done about a problem: changes to code, said by the nodes that they concern, not by text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from loaderlint.finding import Applicability
from loaderlint.model.project.file import Place

#: New code: pieces of text and, in between, nodes of the same file, which stand for their code.
Code: TypeAlias = "str | tuple[str | Place, ...]"


@dataclass(frozen=True, slots=True)
class Drop:
    """Take an argument out of its call, or an entry out of its dict display."""

    item: Place


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a simple statement, with its comment, out of a block that holds others."""

    statement: Place


@dataclass(frozen=True, slots=True)
class Move:
    """Take simple statements, with their comments, out of their block, and write them before another one."""

    statements: tuple[Place, ...]
    before: Place


@dataclass(frozen=True, slots=True)
class Lift:
    """Take the definition of a function out of its block, and write it before a statement of the module."""

    function: Place
    before: Place


@dataclass(frozen=True, slots=True)
class Give:
    """Add the keyword argument `name=code` to a call."""

    call: Place
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Write `code` in place of an expression or a simple statement."""

    place: Place
    code: Code


@dataclass(frozen=True, slots=True)
class Before:
    """Write the lines of `code`, indented by fours from the left margin, before a statement, in its block."""

    statement: Place
    code: Code


@dataclass(frozen=True, slots=True)
class Define:
    """Write a function or class of the module, which `user` needs, behind the imports."""

    user: Place
    code: Code


@dataclass(frozen=True, slots=True)
class DefineBefore:
    """Write a function or class of the module before one of its statements."""

    statement: Place
    code: str


@dataclass(frozen=True, slots=True)
class Import:
    """Write an import statement, which `user` needs, behind the imports that are there."""

    user: Place
    code: str


Change: TypeAlias = Drop | Remove | Move | Lift | Give | Replace | Before | Define | DefineBefore | Import


@dataclass(frozen=True, slots=True)
class Repair:
    """Changes that repair one problem together. `title` says what they do, in the imperative.

    `applicability` is given where they are less safe than the fixes of the rule as a rule are.
    """

    title: str
    changes: tuple[Change, ...]
    applicability: Applicability | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a problem that there is usually a repair for has none here."""

    reason: str
