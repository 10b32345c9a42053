"""What a rule wants done about a problem: changes to code, said by the nodes that they concern, not by text."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from loaderlint.finding import Applicability
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

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


Change: TypeAlias = Drop | Remove | Move | Give | Replace | Before | Define | DefineBefore | Import


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


def reference(user: Place, path: str) -> tuple[str, tuple[Import, ...]] | None:
    """Return how to name the library's `path` (`torch.Generator`) at `user`, and the imports that this takes.

    What the module imports before `user`, at its top level, is used again. None where the name means something else.
    """
    file, scopes = user.file, user.file.scopes
    best = ""
    for statement in file.tree.body:
        if isinstance(statement, tree.Import) and statement.at < user.node.at:
            for imported, name in _bound(statement):
                found = scopes.scope_at(user.node).lookup(name)
                own = found is not None and found[0].owner is file.tree and all(b.kind == "import" for b in found[1])
                if own and f"{path}.".startswith(f"{imported}.") and len(imported) >= len(best):
                    best, code = imported, name + path[len(imported) :]
    if best:
        return code, ()
    module, _, last = path.rpartition(".")
    if module in ("numpy", "numpy.random"):
        statement_code, name, code = "import numpy as np", "np", f"np{path.removeprefix('numpy')}"
    elif "." in module:
        statement_code, name, code = f"from {module} import {last}", last, last
    else:
        statement_code, name, code = f"import {module}", module, path
    if is_taken(user, name):
        return None
    return code, (Import(user, statement_code),)


def is_taken(user: Place, name: str) -> bool:
    """Whether a name occurs in the file already, as anything, or would hide a builtin."""
    bound = (scope.names for scope in user.file.scopes)
    return hasattr(builtins, name) or any(name in names for names in bound) or name in tree.names(user.file.tree)


def _bound(statement: tree.Import) -> Iterator[tuple[str, str]]:
    """The library paths that an import statement gives names to, with the names."""
    if statement.source is not None and statement.source.startswith("."):
        return
    for name, alias in statement.names:
        if statement.source is not None:
            yield f"{statement.source}.{name}", alias or name
        elif alias:
            yield name, alias
        else:
            yield name.partition(".")[0], name.partition(".")[0]
