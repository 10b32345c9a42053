"""Whether a program goes on with the training of an older run."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.libraries.facts import Checkpoint
from loaderlint.model.project.file import Place
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Step
from loaderlint.syntax import tree


def resumed(program: Program) -> tuple[Place, Place] | None:
    """Return where a program saves its state, and where it reads one to train on from; None if that is not seen.

    What is read after training are results of this run, such as its best weights.
    """
    calls = [step for step in program.steps if isinstance(step.node, tree.Call)]
    trains = {_root(step): number for number, step in enumerate(calls) if _is_method(step, "backward")}
    before = [step for number, step in enumerate(calls) if number < trains.get(_root(step), 0)]
    saved = next(_acts(calls, Checkpoint.SAVED), None)
    loaded = next(_acts(before, Checkpoint.LOADED), None)
    taken_up = any(_is_method(step, "load_state_dict") for step in before)
    return (saved, loaded) if saved and loaded and taken_up else None


def _acts(calls: list[Step], act: Checkpoint) -> Iterator[Place]:
    """Yield the calls that write or read the state of a program."""
    for step in calls:
        assert isinstance(step.node, tree.Call)
        if step.fact.checkpoint is act:
            yield Place(step.file, step.node)


def _is_method(step: Step, name: str) -> bool:
    match step.node:
        case tree.Call(func=tree.Attribute(attr=attr)):
            return attr == name
    return False


def _root(step: Step) -> tree.Node | None:
    """The function that the program is seen to start in on the way to a step, None for its top level."""
    outermost = list(step.scene.outwards())[-1] if step.scene else step
    return outermost.file.scopes.function_at(outermost.node)
