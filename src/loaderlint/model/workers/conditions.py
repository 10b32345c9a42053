"""What the conditions around a piece of code say about when it runs: in training, in evaluation, once per worker."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from itertools import chain

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import split
from loaderlint.model.inference.values import ClassRef, Frame
from loaderlint.model.libraries.words import EVALUATION, TRAINING
from loaderlint.model.project.file import File, Place
from loaderlint.model.workers.worker_info import told
from loaderlint.syntax import tree
from loaderlint.text.words import words_of


class Guard(Enum):
    """What a condition says."""

    TRAINING = "only in training"
    EVALUATION = "only in evaluation"
    WORKER = "only in a worker process"
    ONCE = "only the first time"
    GPU = "only where there is a GPU"
    ON_GPU = "only with data that is on a GPU already"
    OTHER = "something that is not known"


_GPU = {"cuda", "device", "devices", "gpu", "gpus"}

_TRAINING = TRAINING | {"augment", "augmentation", "aug"}


def guards(evaluator: Evaluator, place: Place, frame: Frame) -> set[Guard]:
    """Return what stands around the code at `place`, in its function and in those that call it."""
    found: set[Guard] = set()
    node: tree.Node | None = place.node
    running: Frame | None = frame
    while node is not None and running is not None and not running.is_at_large:
        found |= set(_Conditions(evaluator, running).around(node))
        node, running = running.call, running.caller
    return found


class _Conditions:
    """The conditions in the function of a frame."""

    def __init__(self, evaluator: Evaluator, frame: Frame) -> None:
        self._evaluator = evaluator
        self._frame = frame

    def around(self, node: tree.Node) -> Iterator[Guard]:
        child = node
        for above in self._frame.file.scopes.ancestors(node):
            if isinstance(above, tree.If | tree.Conditional) and child is not above.test:
                taken = child in above.body if isinstance(above, tree.If) else child is above.then
                yield self.meaning(above.test, taken, _kept(self._frame.file, above))
            yield from self.left_before(above, child)
            if above is self._frame.function:
                return
            if isinstance(above, tree.Function | tree.Lambda):
                yield Guard.OTHER
            child = above

    def left_before(self, above: tree.Node, child: tree.Node) -> Iterator[Guard]:
        """The conditions that, before `child` in its block, end the function."""
        for statement in tree.before(above, child):
            if isinstance(statement, tree.If) and any(isinstance(n, tree.Return) for n in statement.body):
                yield self.meaning(statement.test, False, set())

    def meaning(self, test: tree.Expr, taken: bool, stored: set[str]) -> Guard:
        """What it says that `test` came out as `taken`, before code that stores the names `stored`."""
        match test:
            case tree.Operation(op="not", operands=(operand,)):
                return self.meaning(operand, not taken, stored)
            case tree.Operation(op="and" | "or", operands=operands):
                parts = [self.meaning(o, taken, stored) for o in operands]
                if Guard.ON_GPU in parts and taken is (test.op == "and"):
                    return Guard.ON_GPU
                strongest = (Guard.EVALUATION, Guard.OTHER, Guard.GPU, Guard.ONCE, Guard.TRAINING)
                return next((g for g in strongest if g in parts), Guard.WORKER)
            case tree.Attribute(attr="is_cuda"):
                return Guard.ON_GPU if taken else Guard.OTHER
            case tree.Operation(op="!=" | "not_in"):
                taken = not taken
        names = list(tree.said(test))
        words = {word for name in names for word in words_of(name)}
        if stored & set(names):
            return Guard.ONCE
        if self.asks_for_worker(test):
            return Guard.WORKER
        if words & EVALUATION:
            return Guard.EVALUATION if taken else Guard.TRAINING
        if words & _TRAINING:
            return Guard.TRAINING if taken else Guard.EVALUATION
        return Guard.GPU if words & _GPU else Guard.OTHER

    def asks_for_worker(self, test: tree.Expr) -> bool:
        """Whether a condition looks at `get_worker_info()`."""
        for node in tree.walk(test):
            if isinstance(node, tree.Name | tree.Call):
                values = self._evaluator.evaluate(node, self._frame)
                if any(told(value) is not None for value in values):
                    return True
        return False


def _kept(file: File, node: tree.Node) -> set[str]:
    """What code assigns that outlives its function: attributes, and names of the module."""
    kept: set[str] = set()
    for target in (t for n in tree.walk(node) if isinstance(n, tree.Assign) for t in n.targets):
        match target:
            case tree.Attribute(attr=attr):
                kept.add(attr)
            case tree.Name(id=name) if home := file.scopes.scope_at(target).lookup(name):
                kept |= {name} if home[0].owner is file.tree else set()
    return kept


def speaks_of_evaluation(code: tree.Node) -> bool:
    """Whether a word for evaluation occurs in an expression's names or strings, or a function's or class's own name.

    `TrainValRows` are for training as well.
    """
    names = [code.name] if isinstance(code, tree.Function | tree.Class) else tree.said(code)
    return any(words & EVALUATION and not words & _TRAINING for words in map(set, map(words_of, names)))


def is_for_evaluation(cls: ClassRef) -> bool:
    """Whether a class says that it is for evaluation: by its name, or as it takes nothing else."""
    return speaks_of_evaluation(cls.node) or takes_evaluation_alone(cls)


def takes_evaluation_alone(cls: ClassRef) -> bool:
    """Whether the `__init__` of a class raises unless it is given a word for evaluation."""
    init = cls.file.methods(cls.node).get("__init__")
    return init is not None and any(map(_asks_for_evaluation, chain(*map(_ensured, init.body))))


def _ensured(statement: tree.Stmt) -> Iterator[tuple[tree.Expr, bool]]:
    """The conditions that a statement makes sure of, each with its outcome: else it raises."""
    match statement:
        case tree.Evaluate(kind="assert", values=(test, *_)):
            yield from split(test, holds=True)
        case tree.If(test=test, body=(*_, tree.Evaluate(kind="raise")), otherwise=()):
            yield from split(test, holds=False)


def _asks_for_evaluation(ensured: tuple[tree.Expr, bool]) -> bool:
    """Whether a condition lets through nothing but words for evaluation: `split in ("val", "test")`."""
    match ensured:
        case (tree.Operation(op="in", operands=(_, tree.Sequence(items=words))), True):
            pass
        case (tree.Operation(op="not_in", operands=(_, tree.Sequence(items=words))), False):
            pass
        case (tree.Operation(op="==", operands=(_, word)), True) | (tree.Operation(op="!=", operands=(_, word)), False):
            words = (word,)
        case _:
            return False
    return bool(words) and all(isinstance(w, tree.Constant) and speaks_of_evaluation(w) for w in words)
