"""Statements that certainly raise: what they name is defined nowhere, or is no option of the command line."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from loaderlint.model.inference.command_line import missing_options
from loaderlint.model.project.file import File
from loaderlint.syntax import tree

#: Names that no code defines: those of modules, of Python 2, and of what runs a file as its own.
_ALWAYS_THERE = {
    "__annotations__", "__builtins__", "__class__", "__doc__", "__file__", "__loader__", "__name__", "__package__",
    "__path__", "__spec__",
    "basestring", "cmp", "execfile", "file", "long", "raw_input", "reduce", "reload", "unichr", "unicode", "xrange",
    "_", "dbutils", "display", "profile", "snakemake", "spark",
    *vars(builtins),
}  # fmt: skip

#: Calls that may define names which are not written.
_DEFINING = ("exec", "globals", "locals", "vars", "setattr", "execfile")

#: Statements that evaluate a part of theirs before anything else.
_HEADS = {tree.If: "test", tree.While: "test", tree.For: "iterable", tree.Match: "subject"}


def failing_statements(file: File) -> frozenset[tree.Node]:
    """Return the statements of a file that raise whenever they run; none of a notebook, whose cells have no order."""
    if file.source.cells:
        return frozenset()
    nodes = (*_undefined(file), *missing_options(file))
    return frozenset(statement for node in nodes if (statement := _evaluated_by(file, node)) is not None)


def _undefined(file: File) -> Iterator[tree.Name]:
    """The names that nothing in a file defines."""
    if file.exports or any(map(file.calls_named, _DEFINING)):
        return
    for name in file.scopes.every(tree.Name):
        if name.id not in _ALWAYS_THERE and file.scopes.scope_at(name).lookup(name.id) is None:
            yield name


def _evaluated_by(file: File, node: tree.Node) -> tree.Node | None:
    """The statement that cannot run without evaluating a node; None where it may go without."""
    for above in file.scopes.ancestors(node):
        match above:
            case tree.Function() | tree.Class() | tree.Lambda() | tree.Comprehension() | tree.Clause() | tree.Handler():
                return None
            case tree.Operation(op="and" | "or", operands=(first, *_)) if node is not first:
                return None
            case tree.Conditional(test=test) if node is not test:
                return None
            case tree.If() | tree.While() | tree.For() | tree.Match():
                return above if node is getattr(above, _HEADS[type(above)]) else None
            case tree.Assign(annotation=annotation):
                return None if node is annotation else above
            case tree.Evaluate() | tree.Return() | tree.With():
                return above
        node = above
    return None
