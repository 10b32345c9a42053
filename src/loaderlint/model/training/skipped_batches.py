"""Batches that a run which goes on with an older one skips, since that has seen as many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.values import Frame, Instance, Member, at_large
from loaderlint.model.inference.written import Written, written
from loaderlint.model.libraries.facts import NOTHING, Checkpoint, Gives
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Scene
from loaderlint.model.training.seed_restarts import seeds
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree

#: What puts a stream of random numbers, or what hangs on it, where an older run left it.
_RESTORING = {"set_rng_state", "set_rng_state_all", "setstate", "set_state", "load_state", "fast_forward"}

#: Words in the names of objects whose `load_state_dict` does so.
_ORDERING = ("sampler", "loader", "generator", "rng", "dataset")

#: What accelerate calls what skips batches.
_SKIPPING = "skip_first_batches"

_LESS = {"<", "<="}
_MORE = {">", ">="}


@dataclass(frozen=True, slots=True)
class Skip:
    """Where batches are skipped, and where the number of them is read from a checkpoint."""

    place: Place
    read: Place


def skipped(program: Program, loader: Loader, use: Use) -> Skip | None:
    """Return how a loop over batches skips those that an older run has seen; None if that is not certain."""
    for place, bound, frame in _bounds(program, loader, use):
        read = _read_from(program, bound, frame)
        if read is not None:
            return Skip(place, read)
    return None


def is_put_back(program: Program, loader: Loader, use: Use) -> bool:
    """Whether a program may put the stream that decides a loader's order where an older run had it."""
    given = loader["generator"].values
    own = given[0] if len(given) == 1 and isinstance(given[0], Instance) else None
    if own is None and not loader["generator"].is_(None):
        return True
    loops = [s for s in use.scenes if s is not use.loop and isinstance(s.node, tree.For | tree.While)]
    for step in program.steps:
        match step.node:
            case tree.Call(func=func) if tree.last_name(func) in _RESTORING:
                return True
            case tree.Call(func=tree.Attribute(attr="load_state_dict", value=owner)) if _orders(owner):
                return True
            case tree.Call() if _is_inside(step.scene, loops):
                if any(seeds(callee, own) for callee in step.callees):
                    return True
    return False


def _is_inside(scene: Scene | None, loops: list[Scene]) -> bool:
    return scene is not None and any(around is loop for around in scene.outwards() for loop in loops)


def _orders(owner: tree.Expr) -> bool:
    return any(word in name.lower() for name in tree.names(owner) for word in _ORDERING)


def _bounds(program: Program, loader: Loader, use: Use) -> Iterator[tuple[Place, tree.Expr, Frame]]:
    """How many batches are skipped, as it is written: in the loop, or by what goes through the loader for it."""
    if use.loop is None or not isinstance(use.loop.node, tree.For):
        return
    frame, file = use.loop.frame, use.loop.file
    for node in (n for statement in use.loop.node.body for n in tree.walk_own(statement)):
        if isinstance(node, tree.If):
            for bound in _compared(node, trains=_trains(program, node, use.loop)):
                yield Place(file, node.test), bound, frame
    for part in tree.walk(use.loop.node.iterable):
        match part:
            case tree.Call(func=func, args=(_, tree.Argument(value=bound, star=""), _, *_)):
                if program.evaluator.fact(func, frame).gives is Gives.PART:
                    yield Place(file, part), bound, frame
    for step in program.steps:
        match step.node:
            case tree.Call(func=func, args=(tree.Argument(value=first), tree.Argument(value=bound), *_)) as call:
                if tree.last_name(func) == _SKIPPING and loader.made in program.evaluator.evaluate(first, step.frame):
                    yield Place(step.file, call), bound, step.frame


def _compared(branch: tree.If, *, trains: bool) -> Iterator[tree.Expr]:
    """What the number of a batch is compared with, where a branch skips batches, or it alone trains on them."""
    skips = bool(branch.body) and isinstance(branch.body[-1], tree.Jump) and branch.body[-1].kind == "continue"
    for node in tree.walk(branch.test) if skips or (trains and not branch.otherwise) else ():
        match node:
            case tree.Operation(op=op, operands=(left, right)) if op in (_LESS if skips else _MORE):
                yield right
            case tree.Operation(op=op, operands=(left, right)) if op in (_MORE if skips else _LESS):
                yield left


def _trains(program: Program, branch: tree.If, loop: Scene) -> bool:
    """Whether a backward pass in a loop runs below a branch."""
    for step in program.steps:
        match step.node:
            case tree.Call(func=tree.Attribute(attr="backward" | "manual_backward")) if _is_inside(step.scene, [loop]):
                scenes = step.scene.outwards() if step.scene else ()
                around = [(step.file, step.node), *((scene.file, scene.node) for scene in scenes)]
                if any(branch in file.scopes.ancestors(node) for file, node in around if file is loop.file):
                    return True
    return False


def _read_from(program: Program, bound: tree.Expr, frame: Frame) -> Place | None:
    """Where a number is read from a checkpoint."""
    evaluator = program.evaluator
    for value in evaluator.evaluate(bound, frame):
        made = value.owner if isinstance(value, Member) else value
        if isinstance(made, Instance) and made.fact.checkpoint is Checkpoint.LOADED and made.place is not None:
            return made.place
    for given, where in ((bound, frame), *_stored(bound, frame)):
        for part, around in written(given, where):
            for node in tree.walk(part):
                fact = evaluator.fact(node.func, around) if isinstance(node, tree.Call) else NOTHING
                if fact.checkpoint is Checkpoint.LOADED:
                    return Place(around.file, node)
    return None


def _stored(bound: tree.Expr, frame: Frame) -> Iterator[Written]:
    """What the class around puts into an attribute that is read, as in `self.seen`."""
    scopes = frame.file.scopes
    function = scopes.function_at(bound)
    cls = scopes.class_of(function) if function is not None else None
    if isinstance(bound, tree.Attribute) and cls is not None:
        for store in frame.file.stored(cls).get(bound.attr, ()):
            if store.value is not None:
                yield store.value, at_large(frame.file)
