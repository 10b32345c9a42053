"""Repairs of the seeds that a `worker_init_fn` sets."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.values import Frame, FunctionRef
from loaderlint.model.project.file import File, Place
from loaderlint.model.randomness.seed_variation import WORKER_ID, VariationOf, is_first_word_of_numpy_state
from loaderlint.model.workers.item_code import ItemCode, Seeding
from loaderlint.repairs.names import reference
from loaderlint.repairs.plan import Change, Code, Refusal, Remove, Repair, Replace
from loaderlint.syntax import tree

_SEED = "torch.initial_seed"

#: Operators that bind at least as tightly as `+`.
_TIGHT = {"+", "-", "*", "/", "//", "%", "**"}

#: Functions without an effect.
_READING = {"get_state", "get_worker_info"}

_UNITS = tree.Name | tree.Attribute | tree.Constant | tree.Call | tree.Subscript


def seed_freshly(analysis: Analysis, function: FunctionRef, code: ItemCode) -> Repair | Refusal:
    """Make every seed in a `worker_init_fn` that is the same in all workers, or all epochs, follow torch's own."""
    variation_of = VariationOf(analysis.model.evaluator, function.node)
    changes: dict[Change, None] = {}
    for seeding in code.seedings:
        call = seeding.place.node
        given = [a.value for a in call.args if not a.star] if isinstance(call, tree.Call) else []
        variation = variation_of.expression(given[0], seeding.frame) if given else None
        if variation is None or variation.is_fresh:
            continue
        origin = _origin(analysis, function, seeding, given[0])
        if origin is None:
            return Refusal("the seed is not set in the function itself")
        seed, frame = origin
        named = reference(seed, _SEED)
        if named is None:
            return Refusal("`torch` is not imported at the top of the file, and the name is in use")
        if _says_nothing(analysis, variation_of, seed, frame):
            new: Code = f"{named[0]}() % 2**32"
            idle = [Remove(Place(seed.file, node)) for node in _idle(seed, function)]
        else:
            new, idle = _with(seed, f"{named[0]}()", is_uint32=_is_of_state(seed.file, seed.node)), []
        changes.update(dict.fromkeys((Replace(seed, new), *idle, *named[1])))
    return Repair(f"seed from `{_SEED}()`", tuple(changes))


def seed_in_range(seed: Place) -> Repair:
    """Bring the argument `seed` of a call below `2**32`."""
    assert isinstance(seed.node, tree.Argument)
    value = Place(seed.file, seed.node.value)
    code: Code = (value, " % 2**32") if isinstance(value.node, _UNITS) else ("(", value, ") % 2**32")
    return Repair("bring the seed below `2**32`", (Replace(value, code),))


def _origin(analysis: Analysis, function: FunctionRef, seeding: Seeding, seed: tree.Expr) -> tuple[Place, Frame] | None:
    """Where in the function a seed is made: through variables, and the parameters of helpers that it calls."""
    frame = seeding.frame
    while isinstance(seed, tree.Name):
        match _local(frame.file, seed):
            case tree.Parameter() as param if frame.call is not None:
                argument = analysis.model.evaluator.calls.argument(frame.function, param, frame)
                if argument is None:
                    return None
                frame = frame.place_of(argument)
                seed = argument.value
            case tree.Assign(targets=(tree.Name(),), value=tree.Node() as made, op="") if _holds(function, frame, seed):
                seed = made
            case _:
                break
    is_number = not isinstance(seed, tree.Sequence | tree.Comprehension | tree.Other | tree.Lambda)
    return (frame.place(seed), frame) if is_number and _holds(function, frame, seed) else None


def _local(file: File, name: tree.Name) -> tree.Node | None:
    """The one statement, or the parameter, of a function that gives a name its value."""
    found = file.scopes.scope_at(name).lookup(name.id)
    is_local = found is not None and isinstance(found[0].owner, tree.Function | tree.Lambda)
    return found[1][0].node if found and is_local and len(found[1]) == 1 else None


def _holds(function: FunctionRef, frame: Frame, node: tree.Node) -> bool:
    return frame.file is function.file and function.node in function.file.scopes.ancestors(node)


def _idle(seed: Place, function: FunctionRef) -> Iterator[tree.Assign]:
    """The assignments in a function that serve a seed alone, and nothing once it is gone."""
    gone = set(tree.walk(seed.node))
    waiting = [seed.node]
    while waiting:
        for name in [n for n in tree.walk(waiting.pop()) if isinstance(n, tree.Name)]:
            uses = {n for n in tree.walk(function.node) if isinstance(n, tree.Name) and n.id == name.id}
            match _local(seed.file, name):
                case tree.Assign(targets=(tree.Name() as target,), value=tree.Node() as value, op="") as statement:
                    calls = [n for n in tree.walk(value) if isinstance(n, tree.Call)]
                    at_top = seed.file.scopes.parent[statement] is function.node
                    if at_top and uses - {target} <= gone and all(tree.last_name(c.func) in _READING for c in calls):
                        gone.update(tree.walk(value))
                        waiting.append(value)
                        yield statement


def _is_of_state(file: File, seed: tree.Node) -> bool:
    """Whether NumPy's state is part of a seed, on one line or by way of variables."""
    for node in tree.walk(seed):
        made = _local(file, node) if isinstance(node, tree.Name) else None
        value = made.value if isinstance(made, tree.Assign) else None
        if tree.last_name(node) == "get_state" or (value is not None and _is_of_state(file, value)):
            return True
    return False


def _with(seed: Place, fresh: str, *, is_uint32: bool) -> Code:
    """Code for a seed that has both what it was made of and a fresh one in it, which NumPy's integers do not hold."""
    if is_uint32:
        return ("(int(", seed, f") + {fresh}) % 2**32")
    tight = isinstance(seed.node, _UNITS) or (isinstance(seed.node, tree.Operation) and seed.node.op in _TIGHT)
    old: Code = (seed,) if tight else ("(", seed, ")")
    return ("(", *old, f" + {fresh}) % 2**32")


def _says_nothing(analysis: Analysis, variation_of: VariationOf, seed: Place, frame: Frame) -> bool:
    """Whether a seed is made of literals, the worker's id and NumPy's state alone: torch's seed has more to it."""
    match seed.node:
        case tree.Constant():
            return True
        case tree.Name() as name:
            match _local(seed.file, name):
                case tree.Assign(targets=(tree.Name(),), value=tree.Node() as value, op=""):
                    return _says_nothing(analysis, variation_of, Place(seed.file, value), frame)
                case tree.Parameter():
                    return variation_of.expression(name, frame) == WORKER_ID
        case tree.Attribute() as field:
            return variation_of.expression(field, frame) == WORKER_ID
        case tree.Operation(operands=operands):
            return all(_says_nothing(analysis, variation_of, Place(seed.file, operand), frame) for operand in operands)
        case tree.Subscript():
            return is_first_word_of_numpy_state(analysis.model.evaluator, seed.node, frame)
    return False
