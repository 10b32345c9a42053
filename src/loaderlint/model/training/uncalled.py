"""Functions and classes that nothing in their file leads to: unless another names one, they never run."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, is_static
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree

#: Functions that may lead to any function of a file, whatever that is called: Python's, and those of libraries.
_REACH_ANY = ("locals", "globals", "vars", "eval", "exec")
_EXPOSE_ALL = ("Fire", "CLI", "getmembers")


def never_called(evaluator: Evaluator, place: Place) -> tuple[str, ...]:
    """Return the functions by which other files would have to come to a place, by name; none if it may run without.

    Those are the function that it stands in and, where others in the file name that one, the functions around these. A
    file that does nothing when it is run is there for others, perhaps of other projects.
    """
    file = place.file
    if not _is_script(file) or _reaches_any(file):
        return ()
    names: dict[str, None] = {}
    functions = [file.scopes.function_at(place.node)]
    for function in functions:
        name = None if function is None else _name_of(evaluator, file, function)
        if function is None or name is None:
            return ()
        if name not in names:
            names[name] = None
            uses = (use for use in _uses(file, name) if function not in file.scopes.ancestors(use))
            functions += map(file.scopes.function_at, uses)
    return tuple(sorted(names))


def never_named(place: Place) -> tuple[str, ...]:
    """Return what other files would have to name to come to a place: functions and classes at the top of its file.

    Those are the one that it stands in, and those that name one of these. There are none if code beside them names one,
    or if a decorator may hand one on.
    """
    if _reaches_any(place.file):
        return ()
    names: dict[str, None] = {}
    inside = [place.node]
    for node in inside:
        around = _at_top(place.file, node)
        if around is None or around.decorators:
            return ()
        if around.name not in names:
            names[around.name] = None
            inside += (use for use in _uses(place.file, around.name) if _at_top(place.file, use) is not around)
    return tuple(sorted(names))


def _at_top(file: File, node: tree.Node) -> tree.Function | tree.Class | None:
    """The function or class at the top of a file that a node is in."""
    at_top = next((n for n in (node, *file.scopes.ancestors(node)) if n in file.tree.body), None)
    return at_top if isinstance(at_top, tree.Function | tree.Class) else None


def _name_of(evaluator: Evaluator, file: File, function: tree.Function | tree.Lambda) -> str | None:
    """The name that a function is called by; None if it may be called by a library, or by another name."""
    if not isinstance(function, tree.Function) or function.name.startswith("__"):
        return None
    cls = file.scopes.class_of(function)
    if cls is None:
        return None if function.decorators else function.name
    bases = evaluator.attributes.bases(ClassRef(file, cls))
    return function.name if not bases and (not function.decorators or is_static(function)) else None


def _uses(file: File, name: str) -> Iterator[tree.Node]:
    """Where a file names a function or a class, be it in a string, but for one in `__all__`."""
    yield from file.mentions(name)
    yield from file.attributes_named(name)
    strings = (node for node in file.scopes.every(tree.Constant) if node.value == name)
    yield from (node for node in strings if not _is_exported(file, node))


def _is_exported(file: File, string: tree.Constant) -> bool:
    """Whether a string stands in what is given to `__all__`."""
    statements = (node for node in file.scopes.ancestors(string) if isinstance(node, tree.Assign))
    return any("__all__" in tree.names(target) for node in statements for target in node.targets)


def _is_script(file: File) -> bool:
    """Whether a file does something when it is run: a loop, a main guard, or a call of its own functions."""
    own = {node.name for node in file.tree.body if isinstance(node, tree.Function)}
    for statement in file.tree.body:
        match statement:
            case tree.For() | tree.While() | tree.With() | tree.Try():
                return True
            case tree.If(test=test) if any(isinstance(n, tree.Name) and n.id == "__name__" for n in tree.walk(test)):
                return True
            case tree.Evaluate(values=values):
                if any(
                    isinstance(n, tree.Call) and tree.last_name(n.func) in own for v in values for n in tree.walk(v)
                ):
                    return True
    return bool(file.source.cells)


def _reaches_any(file: File) -> bool:
    """Whether a file may call functions by names that it puts together: `getattr(self, f"{split}_loader")`."""
    asked = (call.args[1].value for call in file.calls_named("getattr") if len(call.args) > 1)
    return (
        any(isinstance(call.func, tree.Name) for name in _REACH_ANY for call in file.calls_named(name))
        or any(file.calls_named(name) for name in _EXPOSE_ALL)
        or not all(isinstance(name, tree.Constant) for name in asked)
    )
