"""Programs that mean to give the same numbers in every run: they seed torch and ask for deterministic algorithms."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import FunctionRef, at_large
from loaderlint.model.inference.walk import Once
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree

#: Calls that ask for deterministic algorithms where their first argument is True.
_SWITCHES = {"use_deterministic_algorithms", "set_deterministic"}

#: Keywords by which libraries are asked for repeatable runs, by the function or class that takes them.
_KEYWORDS = {"seed_everything": "workers", "Trainer": "deterministic"}

#: Conditions that leave a claim as it is: on the hardware, and on being the script that is run.
_IDLE_CONDITIONS = {"is_available", "__name__"}


def determinism(evaluator: Evaluator, file: File) -> Place | None:
    """Return where the program in `file` asks for deterministic algorithms, in whatever way it is run.

    A claim that hangs on an option is left out, and one beside `cudnn.benchmark = True`, which takes it back.
    """
    found: Place | None = None
    once: Once[Place, bool] = Once(False)
    for home in _homes(evaluator, file, once):
        for place in home:
            if _is_set(place.node, "benchmark"):
                return None
            if found is None and _asks(place.node) and _always_runs(file, place, once):
                found = place
    return found


def _homes(evaluator: Evaluator, file: File, once: Once[Place, bool]) -> Iterator[Iterator[Place]]:
    """What stands in the file, and in the functions of other files that it calls with a word of seeds in the name."""
    yield (Place(file, n) for n in tree.walk(file.tree))
    for call in file.calls:
        if any(word in tree.last_name(call.func).lower() for word in ("seed", "determin")):
            for callee in evaluator.evaluate(call.func, at_large(file)):
                if not isinstance(callee, FunctionRef) or callee.file is file:
                    continue
                if _always_runs(file, Place(file, call), once):
                    yield (Place(callee.file, n) for n in tree.walk_own(callee.node))


def _asks(node: tree.Node) -> bool:
    match node:
        case tree.Call(args=(tree.Argument(value=tree.Constant(value=True), star=""), *_)):
            if tree.last_name(node.func) in _SWITCHES:
                return True
    if isinstance(node, tree.Call) and (keyword := _KEYWORDS.get(tree.last_name(node.func))):
        return any(a.keyword == keyword and _is_true(a.value) for a in node.args)
    return _is_set(node, "deterministic")


def _is_set(node: tree.Node, name: str) -> bool:
    """Whether a statement is `torch.backends.cudnn.<name> = True`."""
    match node:
        case tree.Assign(targets=(target,), value=tree.Node() as value, op=""):
            return (tree.dotted(target) or "").endswith(f"cudnn.{name}") and _is_true(value)
    return False


def _is_true(expr: tree.Expr) -> bool:
    return isinstance(expr, tree.Constant) and expr.value is True


def _always_runs(file: File, place: Place, once: Once[Place, bool]) -> bool:
    """Whether code runs however `file` is started: under no condition, nor what calls it from there, if anything."""
    return once(place, lambda: _is_always_reached(file, place, once))


def _is_always_reached(file: File, place: Place, once: Once[Place, bool]) -> bool:
    for above in place.file.scopes.ancestors(place.node):
        if isinstance(above, tree.If | tree.Conditional) and not _IDLE_CONDITIONS & set(tree.names(above.test)):
            return False
        if isinstance(above, tree.Function):
            calls = file.calls_named(above.name)
            return not calls or any(_always_runs(file, Place(file, call), once) for call in calls)
    return True
