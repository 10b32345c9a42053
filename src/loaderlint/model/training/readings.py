"""Loops over batches that certainly train nothing: all that they call is seen, or is known to do something else."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    ClassRef,
    External,
    Frame,
    FunctionRef,
    Instance,
    Meaning,
    Member,
    Unknown,
    at_large,
    is_unbound,
)
from loaderlint.model.libraries.facts import Fact
from loaderlint.model.libraries.words import DATA_METHODS, trains_nothing
from loaderlint.model.project.file import File
from loaderlint.model.training.role import ACTS, QUIET, WRITES, is_without_gradients, library_path
from loaderlint.model.training.run import Scene, Step
from loaderlint.syntax import tree


class Readings:
    """Tells of the loops of a program, by its steps, which of them only read."""

    def __init__(self, evaluator: Evaluator, steps: list[Step]) -> None:
        self._evaluator = evaluator
        self._steps = steps
        self._of_call: dict[Frame, list[Step]] = {}
        for step in steps:
            self._of_call.setdefault(step.frame, []).append(step)

    def only_reads(self, loop: Scene) -> bool:
        """Whether no turn of a loop takes a step of training, whatever it does else with its batches."""
        if loop.acts.keys() - {QUIET, WRITES}:
            return False
        inside = [step for step in self._steps if step.scene and loop in step.scene.outwards()]
        seen: set[Frame] = set()
        for step in inside:
            for frame in self._calls(step):
                if frame is None:
                    return False
                if frame not in seen:
                    seen.add(frame)
                    inside += self._inside(frame)
        return True

    def only_sums_up(self, loop: Scene) -> bool:
        """Whether a loop makes totals of its batches, `total += batch.sum()`, and has nothing keep these."""
        statements = list(tree.walk(loop.node))
        sums = any(isinstance(s, tree.Assign) and s.op and not isinstance(s.value, tree.Constant) for s in statements)
        effects = (v for s in statements if isinstance(s, tree.Evaluate) for v in s.values if isinstance(v, tree.Call))
        return sums and all(tree.last_name(call.func) == "print" for call in effects) and self.only_reads(loop)

    def _inside(self, frame: Frame) -> list[Step]:
        """The steps of a call, or all calls in it, in a file that says nothing of training: a walk leaves it out."""
        if frame not in self._of_call:
            calls = (node for node in tree.walk_own(frame.function) if isinstance(node, tree.Call))
            self._of_call[frame] = [Step(call, frame, None) for call in calls]
        return self._of_call[frame]

    def _calls(self, step: Step) -> Iterator[Frame | None]:
        """The calls of functions that a step leads to; None among them where it may lead to anything."""
        if not isinstance(step.node, tree.Call):
            return
        if tree.last_name(step.node.func) in ACTS:
            yield None
        for callee in self._evaluator.evaluate(step.node.func, step.frame):
            functions = self._run(callee, step.node, step)
            if functions is None:
                yield None
                continue
            for function in functions:
                yield self._evaluator.calls.enter(function, step.node, step.frame)

    def _run(self, callee: Meaning, call: tree.Call, step: Step) -> list[FunctionRef] | None:
        """The functions of the project that a call runs; None where it may train."""
        objects = self._evaluator.attributes
        match callee:
            case FunctionRef(node=node, file=file):
                quiet = is_without_gradients(self._evaluator, node, at_large(file))
                return [] if quiet or _is_forward(callee) else [callee]
            case ClassRef():
                made = Instance(callee, call, step.frame)
                return [m for m in objects.attribute(made, "__init__") if isinstance(m, FunctionRef)]
            case Instance(cls=ClassRef()):
                functions = objects.callables(callee)
                return [] if functions and all(map(_is_forward, functions)) else functions or None
            case Unknown() | Member(owner=Instance(cls=External(fact=Fact(reads=True)))):
                # Of an object that stands in a file no more is known.
                is_plain = isinstance(call.func, tree.Attribute) and call.func.attr in DATA_METHODS
                return [] if is_plain else None
        path = library_path(callee)
        if path is not None and not isinstance(callee, External) and _has_parameters(step.file, call.func):
            return []
        return [] if path is not None and trains_nothing(path) and not is_unbound(path) else None


def _has_parameters(file: File, expr: tree.Expr) -> bool:
    """Whether a file asks an object for its parameters under the name that it calls it by: so it is a model."""
    named = tree.dotted(expr)
    asked = (call.func for call in file.calls_named("parameters"))
    return named is not None and any(isinstance(f, tree.Attribute) and tree.dotted(f.value) == named for f in asked)


def _is_forward(function: FunctionRef) -> bool:
    """Whether a function computes what a model gives, of a class that takes no step of training itself."""
    cls = function.file.scopes.class_of(function.node)
    is_named = isinstance(function.node, tree.Function) and function.node.name == "forward"
    return is_named and cls is not None and not any(tree.last_name(node) in ACTS for node in tree.walk(cls))
