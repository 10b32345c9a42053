"""How a loader starts its workers, where the program says so."""

from __future__ import annotations

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, Frame, Instance, at_large
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.platforms import PLATFORMS, platforms
from loaderlint.model.project.file import File
from loaderlint.syntax import tree


def start_method(loader: Loader, program: File) -> str | None:
    """Return `fork`, `spawn` or `forkserver`; None where the program leaves it to the platform, or it cannot be told.

    `multiprocessing_context` decides, else `set_start_method` in the `program` that runs. Workers that it starts on
    Linux alone are forked.
    """
    option = loader["multiprocessing_context"]
    if option.is_given:
        return _named(loader.evaluator, option.values[0])
    if not option.is_(None):
        return None
    module, evaluator = at_large(program), loader.evaluator
    calls = [c for c in program.calls_named("set_start_method") if evaluator.fact(c.func, module).sets_start_method]
    named = {_first(evaluator, call, module) for call in calls}
    if named:
        return named.pop() if len(named) == 1 else None
    return "fork" if _starts_on(loader) == {"Linux"} else None


def _starts_on(loader: Loader) -> set[str]:
    """The platforms on which the loader may have workers."""
    values = loader["num_workers"].values
    numbers = [v for v in values if not isinstance(v, Const) or v.value != 0]
    given = [platforms(loader.evaluator, v.place) if isinstance(v, Const) else set(PLATFORMS) for v in numbers]
    made = (platforms(loader.evaluator, call) for call in loader.way)
    return set(PLATFORMS).intersection(set().union(*given), *made)


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
