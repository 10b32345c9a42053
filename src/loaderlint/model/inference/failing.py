"""Statements that certainly raise: they ask the command line for an option that it does not have."""

from __future__ import annotations

from loaderlint.model.inference.command_line import missing_options
from loaderlint.model.project.file import File
from loaderlint.syntax import tree

#: Statements that evaluate a part of theirs before anything else.
_HEADS = {tree.If: "test", tree.While: "test", tree.For: "iterable", tree.Match: "subject"}


def failing_statements(file: File) -> frozenset[tree.Node]:
    """Return the statements of a file that raise whenever they run; none of a notebook, whose cells have no order."""
    if file.source.cells:
        return frozenset()
    asked = (_evaluated_by(file, attribute) for attribute in missing_options(file))
    return frozenset(statement for statement in asked if statement is not None)


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
