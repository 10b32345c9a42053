"""How a loader starts its workers, where the program says so."""

from __future__ import annotations

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, External, Instance
from loaderlint.model.loaders.loader import Loader
from loaderlint.syntax import tree

_SETTERS = {"multiprocessing.set_start_method", "torch.multiprocessing.set_start_method"}

_CONTEXTS = {"multiprocessing.get_context", "torch.multiprocessing.get_context"}


def start_method(loader: Loader) -> str | None:
    """Return `fork`, `spawn` or `forkserver`; None where the program leaves it to the platform, or it cannot be told.

    `multiprocessing_context` decides, else `set_start_method` in the file of the loader.
    """
    option = loader["multiprocessing_context"]
    if option.is_given:
        return _named(loader.evaluator, option.values[0])
    if not option.is_(None):
        return None
    file = loader.site.file
    named = {_first(loader.evaluator, Instance(External(path), file, call, None))
             for call in file.calls_named("set_start_method")
             if (path := loader.evaluator.path(file, call.func)) in _SETTERS and path}  # fmt: skip
    return named.pop() if len(named) == 1 else None


def _named(evaluator: Evaluator, context: object) -> str | None:
    if isinstance(context, Const):
        return context.value if isinstance(context.value, str) else None
    if isinstance(context, Instance) and isinstance(context.cls, External) and context.cls.path in _CONTEXTS:
        return _first(evaluator, context)
    return None


def _first(evaluator: Evaluator, made: Instance) -> str | None:
    """The constant text that a call is given first."""
    assert made.call is not None
    arguments: list[tree.Expr] = [a.value for a in made.call.args if not a.star]
    values = evaluator.evaluate(made.file, arguments[0], made.frame) if arguments else ()
    only = values[0] if len(values) == 1 else None
    return only.value if isinstance(only, Const) and isinstance(only.value, str) else None
