"""How a loader starts its workers, where the program says so."""

from __future__ import annotations

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, Frame, Instance, at_large
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.loaders.loader import Loader
from loaderlint.syntax import tree


def start_method(loader: Loader) -> str | None:
    """Return `fork`, `spawn` or `forkserver`; None where the program leaves it to the platform, or it cannot be told.

    `multiprocessing_context` decides, else `set_start_method` in the file of the loader.
    """
    option = loader["multiprocessing_context"]
    if option.is_given:
        return _named(loader.evaluator, option.values[0])
    if not option.is_(None):
        return None
    module, evaluator = at_large(loader.site.file), loader.evaluator
    calls = [c for c in module.file.calls_named("set_start_method") if evaluator.fact(c.func, module).sets_start_method]
    named = {_first(evaluator, call, module) for call in calls}
    return named.pop() if len(named) == 1 else None


def _named(evaluator: Evaluator, context: object) -> str | None:
    if isinstance(context, Const):
        return context.value if isinstance(context.value, str) else None
    if isinstance(context, Instance) and context.fact.gives is Gives.CONTEXT and context.call is not None:
        return _first(evaluator, context.call, context.frame)
    return None


def _first(evaluator: Evaluator, call: tree.Call, frame: Frame) -> str | None:
    """The constant text that a call is given first."""
    arguments: list[tree.Expr] = [a.value for a in call.args if not a.star]
    values = evaluator.evaluate(arguments[0], frame) if arguments else ()
    only = values[0] if len(values) == 1 else None
    return only.value if isinstance(only, Const) and isinstance(only.value, str) else None
