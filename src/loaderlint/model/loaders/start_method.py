"""How a loader starts its workers, where the program says so."""

from __future__ import annotations

from loaderlint.model.inference.call_options import Options
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import main_guards, split, tests
from loaderlint.model.inference.outcomes import all_hold, any_holds
from loaderlint.model.inference.run_as_program import is_run
from loaderlint.model.inference.values import Const, Frame, Instance, at_large
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.platforms import platforms
from loaderlint.model.loaders.trainer_devices import needs_gpu, strategy_for_ranks
from loaderlint.model.project.file import File, Place
from loaderlint.model.project.pins import ends_before
from loaderlint.model.project.runtime import PLATFORMS
from loaderlint.syntax import tree


def start_method(loader: Loader, program: File) -> str | None:
    """Return `fork`, `spawn` or `forkserver`; None where the program leaves it to the platform, or it cannot be told.

    `multiprocessing_context` decides, else `set_start_method` in the `program` that runs, else the platforms that the
    project, a condition of the program or its use of NCCL names: where workers are not forked on one of them, that
    counts.
    """
    methods = start_methods(loader, program)
    return min(methods - {"fork"}, default="fork") if methods else None


def start_methods(loader: Loader, program: File) -> set[str]:
    """Return how a loader may start its workers; nothing where the program leaves it to the platform."""
    option = loader["multiprocessing_context"]
    if option.is_given:
        named = _named(loader.evaluator, option.values[0])
        return set() if named is None else {named}
    if not option.is_(None):
        return set()
    if set_to := methods_set(loader.evaluator, program):
        only = set_to.pop() if len(set_to) == 1 else None
        return set() if only is None else {only}
    runtime = loader.evaluator.runtime
    on = _starts_on(loader) & set(runtime.platforms or PLATFORMS)
    if _needs_nccl(loader.evaluator, program):
        on &= {"Linux"}
    on_linux = "forkserver" if runtime.from_3_14 else "fork"
    is_told = runtime.platforms or runtime.from_3_14 or on == {"Linux"}
    return {on_linux if platform == "Linux" else "spawn" for platform in on} if is_told else set()


def forks_on_linux(evaluator: Evaluator, program: File) -> bool:
    """Whether a program is for a Python before 3.14, so that Linux forks its workers unless it asks for more."""
    nearest = evaluator.project.nearest_python(program.directory)
    return ends_before("3.14", nearest) if nearest else evaluator.runtime.before_3_14


def may_not_fork(loader: Loader, program: File) -> bool:
    """Whether something speaks for workers that are not forked, where the program leaves that to the platform.

    Its code speaks of macOS or Windows, or the project names a Python and does not leave out 3.14.
    """
    if program.speaks_of_others or loader.file.speaks_of_others:
        return True
    evaluator = loader.evaluator
    nearest = evaluator.project.nearest_python(program.directory)
    return not ends_before("3.14", nearest) if nearest else evaluator.runtime.admits_3_14


def methods_set(evaluator: Evaluator, program: File) -> set[str | None]:
    """Return what a program sets for all processes that it starts, by `set_start_method`; None for what is not seen.

    It counts if the program comes to it when nobody sets an option, on Linux.
    """
    module = at_large(program)
    found: set[str | None] = set()
    for call in program.calls_named("set_start_method"):
        if evaluator.fact(call.func, module).sets_start_method:
            runs = _comes_to(evaluator, program, call, ())
            found |= {_first(evaluator, call, module) if runs else None} if runs is not False else set()
    return found


def _comes_to(evaluator: Evaluator, file: File, node: tree.Node, inside: tuple[tree.Node, ...]) -> bool | None:
    """Whether a program comes to code of its own, in functions that it calls itself; None where it cannot be told."""
    if "Linux" not in platforms(evaluator, Place(file, node)):
        return False
    asked = [part for test, holds in tests(file, node) for part in split(test, holds=holds)]
    outcomes = [_holds(evaluator, file, test, outcome) for test, outcome in asked]
    around = file.scopes.ancestors(node)
    if any(isinstance(above, tree.Handler) for above in around):
        outcomes.append(None)
    function = next((above for above in around if isinstance(above, tree.Function)), None)
    if function is not None and function not in inside:
        calls = file.calls_named(function.name)
        ways = [_comes_to(evaluator, file, call, (*inside, function)) for call in calls]
        if is_run(evaluator, function, file):
            ways.append(True)  # a command
        elif not calls and (file.mentions(function.name) or function.decorators):
            ways = [None]  # somebody is handed it
        outcomes.append(any_holds(ways))
    return all_hold(outcomes)


def _holds(evaluator: Evaluator, file: File, test: tree.Expr, outcome: bool) -> bool | None:
    """Whether a condition has an outcome if nobody sets an option; None where that is not known.

    What asks for the platform has been looked at, a GPU is there, and who asks for the start method knows why.
    """
    nodes = [n for n in tree.walk(test) if isinstance(n, tree.Name | tree.Attribute)]
    facts = [evaluator.fact(node, at_large(file)) for node in nodes]
    if any(fact.gives is Gives.BOOLEAN for fact in facts):
        return outcome
    if any(fact.platforms for fact in facts) or any(
        tree.last_name(node) in ("__name__", "get_start_method") for node in nodes
    ):
        return True
    values = evaluator.evaluate(test, at_large(file))
    known = {bool(value.value) is outcome if isinstance(value, Const) else None for value in values}
    return known.pop() if len(known) == 1 else None


def _needs_nccl(evaluator: Evaluator, program: File) -> bool:
    """Whether a program always joins its ranks by NCCL, which only Linux has, or has Lightning do so on GPUs."""
    module = at_large(program)
    for call in (*program.calls_named("init_process_group"), *program.calls_named("Trainer")):
        guards = main_guards(program, call)
        around = program.scopes.ancestors(call)
        if any(isinstance(above, tree.If | tree.Try) and above not in guards for above in around):
            continue
        fact = evaluator.fact(call.func, module)
        if fact.joins_ranks:
            backend = tree.given(call, "backend", 0)
            if backend is not None and isinstance(backend.value, tree.Constant) and backend.value.value == "nccl":
                return True
        if fact.trainer:
            options = Options(evaluator, call, module)
            if needs_gpu(options) is not None and strategy_for_ranks(evaluator, options) is not None:
                return True
    return False


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
