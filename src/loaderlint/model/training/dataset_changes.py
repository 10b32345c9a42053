"""Changes that the main process makes to a dataset between epochs, which persistent workers do not see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.values import UNKNOWN, FunctionRef, Instance, Meaning, Member
from loaderlint.model.inference.written import owners
from loaderlint.model.project.file import Place
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Scene, Step
from loaderlint.model.training.side_effects import touched
from loaderlint.model.training.usage import Usage
from loaderlint.model.workers.item_code import Explorer
from loaderlint.model.workers.item_work import SHUFFLING
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Change:
    """A step that sets attributes of the loader's dataset."""

    place: Place
    attributes: frozenset[str]


def changes(program: Program, explorer: Explorer, usage: Usage, epochs: Scene) -> Iterator[Change]:
    """Yield the steps inside the loop over epochs that certainly set attributes of the dataset."""
    for step in program.steps:
        if step.scene is not None and epochs in step.scene.outwards():
            names = _set_by(program, explorer, usage, step)
            if names:
                yield Change(Place(step.file, step.node), frozenset(names))


def possible_change(program: Program, usage: Usage, epochs: Scene) -> Place | None:
    """Return a place in the loop over epochs where the main process may change the loader's dataset."""
    known = (*usage.loader["dataset"].values, *usage.loader.datasets())
    datasets = {value for value in known if isinstance(value, Instance | Member)}
    given = usage.loader.options.expression("dataset")
    name = tree.dotted(given[0]) if given else None
    for step in program.steps:
        if step.scene is not None and epochs in step.scene.outwards():
            for expr in touched(program.evaluator, step):
                meanings = program.evaluator.evaluate(expr, step.frame)
                written = tree.dotted(expr) or ""
                named = UNKNOWN in meanings and (written == name or written.endswith(".dataset"))
                if named or any(m in datasets or _is_part(m, usage.loader.made) for m in meanings):
                    return Place(step.file, step.node)
    return None


def is_shuffled(program: Program, usage: Usage, epochs: Scene) -> bool:
    """Whether code that the loop over epochs comes to shuffles a part of the loader's dataset."""
    datasets = usage.loader.datasets()
    for step in program.steps:
        match step.node:
            case tree.Call(func=func, args=args) if step.scene is not None and tree.last_name(func) in SHUFFLING:
                parts = (part for argument in args for part in owners(argument.value, step.frame))
                if epochs in step.scene.outwards() and any(
                    value in datasets for part in parts for value in program.evaluator.evaluate(*part)
                ):
                    return True
    return False


def _set_by(program: Program, explorer: Explorer, usage: Usage, step: Step) -> set[str]:
    """The attributes of the dataset that a step sets: by assignment, or by a method of the dataset."""
    match step.node:
        case tree.Assign(targets=targets):
            return {
                target.attr
                for target in targets
                if isinstance(target, tree.Attribute)
                and _is_dataset(program, usage, step, target.value)
                and not _is_restored(program, step, target)
            }
        case tree.Call(func=tree.Attribute(attr=name, value=owner)) if _is_dataset(program, usage, step, owner):
            methods = [m for d in usage.loader.datasets() for m in program.evaluator.attributes.attribute(d, name)]
            code = explorer.functions([m for m in methods if isinstance(m, FunctionRef)])
            return {attr for frame, _ in code.visits for attr in _own_attributes(frame.function)}
    return set()


def _is_restored(program: Program, step: Step, target: tree.Attribute) -> bool:
    """Whether an assignment writes back what was read from the attribute before, as it is written."""
    match step.node:
        case tree.Assign(op="", value=tree.Name() as name):
            _, bindings = program.evaluator.names.given(name, step.frame)
            values = [binding.value if binding.kind == "assign" else None for binding in bindings]
            return bool(values) and all(value is not None and tree.are_alike(value, target) for value in values)
    return False


def _is_dataset(program: Program, usage: Usage, step: Step, expr: tree.Expr) -> bool:
    values = program.evaluator.evaluate(expr, step.frame)
    datasets = usage.loader.datasets()
    return bool(values) and all(value in datasets or _is_held(value, usage.loader.made) for value in values)


def _is_held(value: Meaning, loader: Instance) -> bool:
    """Whether a value is `loader.dataset`."""
    return isinstance(value, Member) and value.owner == loader and value.name == "dataset"


def _is_part(value: Meaning, loader: Instance) -> bool:
    """Whether a value is `loader.dataset`, or something on it."""
    return isinstance(value, Member) and value.owner == loader and value.name.split(".")[0] == "dataset"


def _own_attributes(function: tree.Function | tree.Lambda) -> Iterator[str]:
    """The attributes that a method sets on its own object."""
    me = function.params[0].name if function.params else None
    for node in tree.walk_own(function):
        if isinstance(node, tree.Assign):
            for target in node.targets:
                if isinstance(target, tree.Attribute) and tree.dotted(target.value) == me:
                    yield target.attr
