"""Batches that a run which goes on with an older one skips, since that has seen as many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.values import Const, External, Frame, Instance, Meanings, Member, at_large
from loaderlint.model.inference.written import Written, written
from loaderlint.model.libraries.facts import Checkpoint, Gives
from loaderlint.model.libraries.words import RUNNING_LATER
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Scene, Step
from loaderlint.model.training.seed_restarts import seeds
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Scope, Scopes

#: What puts a stream of random numbers, or what hangs on it, where an older run left it.
_RESTORING = {"set_rng_state", "set_rng_state_all", "setstate", "set_state", "load_state", "fast_forward"}

#: Words in the names of objects whose `load_state_dict` does so.
_ORDERING = ("sampler", "loader", "generator", "rng", "dataset")

#: Words in the names of functions that save something.
_SAVING = ("save", "checkpoint")

#: What accelerate calls what skips batches.
_SKIPPING = "skip_first_batches"

#: Options of accelerate that let a loader find its order, or its place, again.
_KEEPING = {"use_seedable_sampler", "use_stateful_dataloader"}

_LESS = {"<", "<="}
_MORE = {">", ">="}


@dataclass(frozen=True, slots=True)
class Skip:
    """Where batches are skipped, and where it is read how many; None where the name of a checkpoint tells it."""

    place: Place
    read: Place | None


def skipped(program: Program, loader: Loader, use: Use) -> Skip | None:
    """Return how a loop over batches skips those that an older run has seen; None if that is not certain."""
    if not _may_save_within(program, use):
        return None
    for place, bound, frame in _bounds(program, loader, use):
        read = _read_from(program, bound, frame)
        if read is not None or _is_told_by_name(program, bound, frame):
            return Skip(place, read)
    return None


def _may_save_within(program: Program, use: Use) -> bool:
    """Whether a run may save its state in the middle of a loop over batches: in it, or where an exception has ended it.

    What is saved between whole passes alone skips no part of one. Where that is not seen either, something else may
    save, such as what a signal starts.
    """
    if not use.is_whole(program.evaluator) or any(_starts_later(step) for step in program.steps):
        return True
    saves = [step for step in program.steps if _saves(program, step)]
    passes, loop = [use.epochs] if use.epochs else [], [use.loop] if use.loop else []
    if not any(_is_inside(step.scene, passes) for step in saves):
        return True
    return any(_is_inside(step.scene, loop) or _is_on_exception(step) for step in saves)


def _starts_later(step: Step) -> bool:
    """Whether a call has a function run where a signal comes, or where the program ends."""
    return any(isinstance(callee, External) and callee.path in RUNNING_LATER for callee in step.callees)


def _saves(program: Program, step: Step) -> bool:
    """Whether a call saves the state of a program, as far as is known of what it calls, or by its name."""
    if not isinstance(step.node, tree.Call):
        return False
    name = tree.last_name(step.node.func).lower()
    is_known = any(fact.checkpoint is Checkpoint.SAVED for fact in program.evaluator.facts(step.callees))
    return is_known or any(word in name for word in _SAVING)


def _is_on_exception(step: Step) -> bool:
    """Whether code runs where an exception was raised: in a handler, a `finally`, or what these call."""
    for file, node in _around(step):
        child = node
        for above in file.scopes.ancestors(node):
            if isinstance(above, tree.Handler) or (isinstance(above, tree.Try) and child in above.final):
                return True
            child = above
    return False


def is_put_back(program: Program, loader: Loader, use: Use) -> bool:
    """Whether a program may put the stream that decides a loader's order where an older run had it.

    So does a single seed in a program with a single epoch. accelerate's checkpoints do not: they hold torch's stream as
    it was in the middle of the epoch, after the order was drawn.
    """
    given = loader["generator"].values
    own = given[0] if len(given) == 1 and isinstance(given[0], Instance) else None
    if own is None and not loader["generator"].is_(None):
        return True
    loops = [s for s in use.scenes if s is not use.loop and isinstance(s.node, tree.For | tree.While)]
    seedings = [step for step in program.steps if any(seeds(callee, own) for callee in step.callees)]
    if any(_is_inside(step.scene, loops) for step in seedings) or (len(seedings) == 1 and not use.repeated):
        return True
    for step in program.steps:
        match step.node:
            case tree.Call(func=func) if tree.last_name(func) in _RESTORING:
                if not _reads_checkpoint(program, step.callees):
                    return True
            case tree.Call(func=tree.Attribute(attr="load_state_dict", value=owner)) if _orders(owner):
                return True
            case tree.Call(args=args) if any(_keeps(program, argument, step) for argument in args):
                return True
    return False


def _keeps(program: Program, argument: tree.Argument, step: Step) -> bool:
    values = program.evaluator.evaluate(argument.value, step.frame) if argument.keyword in _KEEPING else ()
    return any(not isinstance(value, Const) or value.value for value in values)


def _around(step: Step) -> list[tuple[File, tree.Node]]:
    """A step and the scenes around it, each as a node of its file."""
    return [(step.file, step.node), *((s.file, s.node) for s in (step.scene.outwards() if step.scene else ()))]


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
            for bound in _compared(node, use.loop.node, trains=_trains(program, node, use.loop)):
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


def _compared(branch: tree.If, loop: tree.For, *, trains: bool) -> Iterator[tree.Expr]:
    """What the number of a batch is compared with, where a branch skips batches, or it alone trains on them."""
    goes_on = bool(branch.body) and isinstance(branch.body[-1], tree.Jump) and branch.body[-1].kind == "continue"
    skips = goes_on and not _uses_batch(branch, loop)
    for node in tree.walk(branch.test) if skips or (trains and not branch.otherwise) else ():
        match node:
            case tree.Operation(op=op, operands=(left, right)) if op in (_LESS if skips else _MORE):
                yield right
            case tree.Operation(op=op, operands=(left, right)) if op in (_MORE if skips else _LESS):
                yield left


def _uses_batch(branch: tree.If, loop: tree.For) -> bool:
    """Whether a branch does something with a batch, and not only with its number, which it has asked for."""
    batch = {*tree.names(loop.target)} - {*tree.names(branch.test)}
    return any(name in batch for statement in branch.body for name in tree.names(statement))


def _trains(program: Program, branch: tree.If, loop: Scene) -> bool:
    """Whether a backward pass in a loop runs below a branch."""
    for step in program.steps:
        match step.node:
            case tree.Call(func=tree.Attribute(attr="backward" | "manual_backward")) if _is_inside(step.scene, [loop]):
                if any(branch in file.scopes.ancestors(node) for file, node in _around(step) if file is loop.file):
                    return True
    return False


def _read_from(program: Program, bound: tree.Expr, frame: Frame) -> Place | None:
    """Where a number is read from a checkpoint."""
    for value in program.evaluator.evaluate(bound, frame):
        made = value.owner if isinstance(value, Member) else value
        if isinstance(made, Instance) and made.fact.checkpoint is Checkpoint.LOADED and made.place is not None:
            return made.place
    given = [(bound, frame), *_stored(bound, frame)]
    for part, around in (one for start in given for one in written(*start)):
        for node in tree.walk(part):
            if not isinstance(node, tree.Call):
                continue
            if _reads_checkpoint(program, program.evaluator.evaluate(node.func, around)):
                return Place(around.file, node)
    return None


def _is_told_by_name(program: Program, bound: tree.Expr, frame: Frame) -> bool:
    """Whether a number is made from what a checkpoint is read by: `int(path.split("-")[-1])`."""
    given = [(bound, frame), *_stored(bound, frame)]
    told_by = {name for start in given for name in _named(*start)}
    for step in program.steps:
        match step.node:
            case tree.Call(args=args) if _reads_checkpoint(program, step.callees):
                if any(told_by & _named(argument.value, step.frame) for argument in args):
                    return True
    return False


def _reads_checkpoint(program: Program, callees: Meanings) -> bool:
    return any(fact.checkpoint is Checkpoint.LOADED for fact in program.evaluator.facts(callees))


def _named(expr: tree.Expr, frame: Frame) -> set[tuple[Scope, str]]:
    """The variables and attributes that a value is made from, each with the scope that it belongs to."""
    found = set()
    for part, around in written(expr, frame):
        scopes = around.file.scopes
        for name in (node for node in tree.walk(part) if isinstance(node, tree.Name)):
            home = scopes.scope_at(name).lookup(name.id)
            whole = _with_attributes(scopes, name)
            if whole is not None and home is not None and all(binding.kind != "import" for binding in home[1]):
                found.add((home[0], whole))
    return found


def _with_attributes(scopes: Scopes, name: tree.Name) -> str | None:
    """A name with the attributes that are read of it: `args.path` in `args.path.split()`; None for what is called."""
    node: tree.Expr = name
    while isinstance(above := scopes.parent.get(node), tree.Attribute):
        if _is_called(scopes, above):
            break
        node = above
    return None if _is_called(scopes, node) else tree.dotted(node)


def _is_called(scopes: Scopes, node: tree.Expr) -> bool:
    above = scopes.parent.get(node)
    return isinstance(above, tree.Call) and above.func is node


def _stored(bound: tree.Expr, frame: Frame) -> Iterator[Written]:
    """What the class around puts into an attribute that is read, as in `self.seen`."""
    scopes = frame.file.scopes
    function = scopes.function_at(bound)
    cls = scopes.class_of(function) if function is not None else None
    if isinstance(bound, tree.Attribute) and cls is not None:
        for store in frame.file.stored(cls).get(bound.attr, ()):
            if store.value is not None:
                yield store.value, at_large(frame.file)
