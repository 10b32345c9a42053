"""Statements that certainly end what runs them: they raise, leave the program, or ask for an option that is missing."""

from __future__ import annotations

from loaderlint.model.inference.command_line import missing_options
from loaderlint.model.libraries.words import ENDING
from loaderlint.model.project.file import File
from loaderlint.syntax import tree

#: Statements that evaluate a part of theirs before anything else.
_HEADS = {tree.If: "test", tree.While: "test", tree.For: "iterable", tree.Match: "subject"}


def failing_statements(file: File) -> frozenset[tree.Node]:
    """Return the statements of a file that nothing comes behind; none of a notebook, whose cells have no order."""
    if file.source.cells:
        return frozenset()
    asked = (statement_evaluating(file, node) for node in missing_options(file))
    ending = (statement for statement in file.scopes.every(tree.Evaluate) if _ends(file, statement))
    return frozenset((*(statement for statement in asked if statement is not None), *ending))


def _ends(file: File, statement: tree.Evaluate) -> bool:
    """Whether a statement is `raise`, asserts what is false or leaves the program."""
    match statement:
        case tree.Evaluate(kind="raise"):
            return True
        case tree.Evaluate(kind="assert", values=(tree.Constant(value=value), *_)):
            return not value
        case tree.Evaluate(kind="", values=(tree.Call(func=tree.Name(id=name) as func),)) if name in ENDING:
            found = file.scopes.scope_at(func).lookup(name)
            return found is None or all(binding.kind == "import" for binding in found[1])
        case tree.Evaluate(kind="", values=(tree.Call(func=tree.Attribute(value=tree.Name() as owner, attr=name)),)):
            found = file.scopes.scope_at(owner).lookup(owner.id)
            return name in ENDING and found is not None and all(binding.kind == "import" for binding in found[1])
    return False


def statement_evaluating(file: File, node: tree.Node) -> tree.Node | None:
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
            case tree.Evaluate(kind="assert", values=(first, *_)) if node is not first:
                return None
            case tree.Evaluate() | tree.Return() | tree.With():
                return above
        node = above
    return None
