"""What a loop comes to that goes from attribute to attribute, as `for part in parts: found = getattr(found, part)`."""

from __future__ import annotations

from loaderlint.model.inference.interface import Evaluation
from loaderlint.model.inference.values import Const, External, Frame, Items, Meaning, Meanings
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.project.file import File
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding


def step_of(file: File, bindings: list[Binding]) -> Binding | None:
    """Return the binding of a name, if it is such a walk, that takes it on to an attribute of what it is."""
    for binding in bindings:
        match binding, file.scopes.parent.get(binding.node):
            case (
                Binding(kind="assign", value=tree.Call(func=tree.Name(id="getattr"), args=(owner, part))),
                tree.For(target=tree.Name(id=turn), body=(only,)),
            ) if only is binding.node and _is_named(owner.value, binding.name) and _is_named(part.value, turn):
                return binding
    return None


def _is_named(expr: tree.Expr, name: str) -> bool:
    return isinstance(expr, tree.Name) and expr.id == name


def walked(evaluator: Evaluation, start: Meanings, step: Binding, frame: Frame) -> Meanings:
    """Return what a walk comes to from `start`; nothing where the attributes are not told."""
    loop = frame.file.scopes.parent[step.node]
    assert isinstance(loop, tree.For)
    match step.value, evaluator.evaluate(loop.iterable, frame):
        case tree.Call(func=func), (Items(node=tree.Sequence(items=items), frame=home),):
            names = [evaluator.evaluate(item, home) for item in items]
            if evaluator.fact(func, frame).gives is not Gives.ATTRIBUTE:
                return ()
            for name in names:
                match name:
                    case (Const(value=str(attribute)),):
                        start = tuple(m for owner in start for m in _attribute(evaluator, owner, attribute, frame.file))
                    case _:
                        return ()
            return start
    return ()


def _attribute(evaluator: Evaluation, owner: Meaning, name: str, file: File) -> Meanings:
    """What an attribute is; that of a folder, which is a package without code, may be a module of the project."""
    if isinstance(owner, External):
        return (evaluator.names.imported(file, f"{owner.path}.{name}"),)
    return evaluator.attributes.attribute(owner, name)
