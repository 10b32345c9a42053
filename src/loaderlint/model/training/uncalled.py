"""Functions, and classes with hooks, that nothing in their file leads to: unless another names one, it never runs."""

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


def never_made(evaluator: Evaluator, place: Place) -> tuple[str, ...]:
    """Return the class around a hook that a library calls, by name, if nothing in its own file names it; else none."""
    file = place.file
    function = file.scopes.function_at(place.node)
    cls = file.scopes.class_of(function) if isinstance(function, tree.Function) else None
    if cls is None or _reaches_any(file) or cls.decorators or any(_uses(file, cls.name)):
        return ()
    of_library = evaluator.attributes.library_bases(ClassRef(file, cls))
    return (cls.name,) if any(base.fact.hooks for base in of_library) else ()


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
    """Where a file names a function, be it in a string."""
    yield from file.mentions(name)
    yield from file.attributes_named(name)
    yield from (node for node in file.scopes.every(tree.Constant) if node.value == name)


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
