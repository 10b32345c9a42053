"""What a loop over batches is for: training or evaluation, by what it does with them."""

from __future__ import annotations

from collections.abc import Iterator, Set
from enum import Enum

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import tests
from loaderlint.model.inference.values import (
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Meaning,
    Member,
    Unknown,
    at_large,
)
from loaderlint.model.libraries.facts import Gradients
from loaderlint.model.libraries.words import trains_nothing
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.model_modes import called, is_set_to_evaluate
from loaderlint.model.training.run import Scene, Step
from loaderlint.syntax import tree


class Role(Enum):
    """What batches are used for."""

    TRAINING = "training"
    EVALUATION = "evaluation"
    UNKNOWN = "unknown"


#: Methods by which a loop trains, and what each does.
ACTS = {"backward": "backward", "manual_backward": "backward", "step": "step", "zero_grad": "zero_grad"}

#: What a `with` does that switches gradients off.
QUIET = "no gradients"

#: What a language model does, without gradients, where it writes, as `model.generate(**batch)` does.
WRITES = "writes"


def note_act(evaluator: Evaluator, step: Step) -> None:
    """Write down in the scenes around a step what it says about their role."""
    if step.scene is None:
        return
    acts: tuple[str, ...] = ()
    match step.node:
        case tree.Call(func=tree.Attribute(attr=attr)) if attr in ACTS:
            acts = (ACTS[attr],)
        case tree.Call(func=tree.Attribute(attr="generate")) if not any(
            isinstance(c, FunctionRef) for c in step.callees
        ):
            acts = (WRITES,)
        case tree.Call():
            if any(isinstance(callee, Instance) and callee.fact.trains for callee in step.callees):
                acts = ("backward", "step")
            elif any(map(_is_left_open, step.callees)):
                acts = ("left open",)
        case tree.WithItem(value=value) if without_gradients(evaluator, value, step.frame):
            acts = (QUIET,)
    if not acts:
        return
    for scene in _speaks_for(step, acts) if acts in ((QUIET,), (WRITES,)) else step.scene.outwards():
        for act in acts:
            scene.acts.setdefault(act, Place(step.file, step.node))


def _speaks_for(step: Step, acts: tuple[str, ...]) -> Iterator[Scene]:
    """The scenes that a `with`, or a model that writes, says something about: not a loop that does so only at times.

    `for batch in loader: ...; if number % 100 == 0: evaluate(others)` may train on its batches.
    """
    around = step.file.scopes.parent[step.node]
    has_loop = acts == (WRITES,) or any(isinstance(node, tree.For | tree.While) for node in tree.walk(around))
    node, file, scene = step.node, step.file, step.scene
    while scene is not None:
        if file is scene.file and has_loop and _is_under_a_test(file, node, scene.node):
            return
        yield scene
        has_loop = has_loop or isinstance(scene.node, tree.For | tree.While)
        node, file, scene = scene.node, scene.file, scene.above


def _is_under_a_test(file: File, node: tree.Node, outer: tree.Node) -> bool:
    """Whether code is in an `if` of the code around it, as far as that is in the same function."""
    for above in file.scopes.ancestors(node):
        if above is outer or isinstance(above, tree.Function):
            return False
        if isinstance(above, tree.If):
            return True
    return False


def role_of(evaluator: Evaluator, loop: Scene, *, mixed: bool = False) -> Role:
    """Return what the loop over batches is for.

    Training takes a backward pass and a step of an optimizer. Evaluation has neither, and gradients switched off, there
    or in the function that gets the batches, or the model set to evaluate last before it, or a model that writes, which
    no step goes on from; where gradients are switched off around it, a backward pass without a step is no training.
    Gradients that are set to zero before a step that is seen speak for a backward pass that is not. A method left to
    subclasses may do either, but where gradients are switched off.

    In a `mixed` loop several loaders take turns, each perhaps for something else, unless all run without gradients, or
    every turn makes a backward pass.
    """
    if loop.acts.keys() >= {"backward", "step"}:
        return Role.UNKNOWN if mixed and not _is_in_every_turn(loop, loop.acts["backward"]) else Role.TRAINING
    if loop.acts.keys() >= {"zero_grad", "step"}:
        return Role.UNKNOWN
    if is_in_quiet(evaluator, loop):  # then a backward pass is for an attack on the model, or a picture
        return Role.EVALUATION
    if mixed or not loop.acts.keys().isdisjoint({"backward", "left open"}):
        return Role.UNKNOWN
    writes = WRITES in loop.acts and "step" not in loop.acts
    if writes or QUIET in loop.acts or is_set_to_evaluate(evaluator, loop) or _goes_to_quiet(evaluator, loop):
        return Role.EVALUATION
    return Role.UNKNOWN


def _is_in_every_turn(loop: Scene, act: Place) -> bool:
    """Whether a loop does something in every turn: under no condition, and not in another function."""
    scopes = act.file.scopes
    if act.file is not loop.file or loop.node not in scopes.ancestors(act.node):
        return False
    jumps = (n for n in tree.walk(loop.node) if isinstance(n, tree.Jump) and n.at < act.node.at)
    if any(jump.kind == "continue" for jump in jumps):
        return False
    return not any(loop.node in scopes.ancestors(test) for test, _ in tests(act.file, act.node))


def without_gradients(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> bool:
    """Whether `expr`, entered by `with` or put before a function as a decorator, switches gradients off."""
    callee = tree.called(expr)
    gradients = evaluator.fact(callee, at_large(frame.file)).gradients
    match expr:
        case tree.Call(args=(tree.Argument(value=value),)) if gradients is Gradients.AS_TOLD:
            return all(isinstance(v, Const) and v.value is False for v in evaluator.evaluate(value, frame))
    return gradients is Gradients.OFF


def enters_without_gradients(evaluator: Evaluator, scene: Scene) -> bool:
    """Whether a scene is a `with` that switches gradients off."""
    items = scene.node.items if isinstance(scene.node, tree.With) else ()
    return any(without_gradients(evaluator, item.value, scene.frame) for item in items)


def _is_left_open(callee: Meaning) -> bool:
    """Whether a function of the project is left to subclasses: it is abstract, or does nothing but raise."""
    if not isinstance(callee, FunctionRef) or not isinstance(callee.node, tree.Function):
        return False
    match [s for s in callee.node.body if not _is_remark(s)]:
        case [tree.Evaluate(kind="raise")]:
            return True
    return any(tree.last_name(d) == "abstractmethod" for d in callee.node.decorators)


def _is_remark(statement: tree.Stmt) -> bool:
    """Whether a statement is `pass`, a docstring or `...`."""
    match statement:
        case tree.Jump(kind="pass") | tree.Evaluate(kind="", values=(tree.Constant(),)):
            return True
    return False


def is_in_quiet(evaluator: Evaluator, loop: Scene) -> bool:
    """Whether the loop runs without gradients: by a `with` around it, or by a decorator."""
    for scene in loop.outwards():
        function = scene.file.scopes.function_at(scene.node)
        if enters_without_gradients(evaluator, scene) or is_without_gradients(evaluator, function, scene.frame):
            return True
    return False


def _goes_to_quiet(evaluator: Evaluator, loop: Scene) -> bool:
    """Whether a loop gives its batches to a function that switches gradients off, and to nothing that is not seen."""
    if not isinstance(loop.node, tree.For):
        return False
    names, found = _named(loop.node.target), False
    for node in (inner for statement in loop.node.body for inner in tree.walk(statement)):
        match node:
            case tree.Assign(value=tree.Call() as call) if _is_quiet(evaluator, called(evaluator, call, loop.frame)):
                continue  # nothing can train on what that gives
            case tree.Assign(targets=targets, value=tree.Node() as value) if _is_of(value, names):
                names = names.union(*map(_named, targets))
            case tree.Call(func=tree.Attribute(value=tree.Constant())):
                continue  # `"{}".format(loss)`
            case tree.Call(args=args) if any(_is_of(argument.value, names) for argument in args):
                functions = called(evaluator, node, loop.frame)
                found = found or _is_quiet(evaluator, functions)
                if not functions and any(map(_may_train, evaluator.evaluate(node.func, loop.frame))):
                    return False
    return found


def _is_quiet(evaluator: Evaluator, functions: list[FunctionRef]) -> bool:
    """Whether one of some functions switches gradients off."""
    return any(is_without_gradients(evaluator, f.node, at_large(f.file)) for f in functions)


def _may_train(callee: Meaning) -> bool:
    """Whether something that is not of the project may train on what it is given."""
    path = library_path(callee)
    return isinstance(callee, Unknown) if path is None else not trains_nothing(path)


def library_path(callee: Meaning) -> str | None:
    """Return the path of the library's function, or the class of its object, that is called; None for all else."""
    match callee:
        case External(path=path) | Instance(cls=External(path=path)) | Member(owner=Instance(cls=External(path=path))):
            return path
    return None


def _named(target: tree.Expr) -> set[str]:
    """The names that an assignment sets; what `self` keeps is left out."""
    return {part.id for part in tree.walk(target) if isinstance(part, tree.Name)} - {"self"}


def _is_of(expr: tree.Node, names: Set[str]) -> bool:
    """Whether an expression is a part of things with some names, or made by a method of theirs: `batch[0].cuda()`."""
    match expr:
        case tree.Name(id=name):
            return name in names
        case tree.Call(func=func):
            return _is_of(func, names)
    return any(_is_of(part, names) for part in tree.children(expr))


def is_without_gradients(evaluator: Evaluator, function: tree.Node | None, frame: Frame) -> bool:
    """Return whether a function of the project switches gradients off, by a decorator, which may be the project's."""
    decorators = function.decorators if isinstance(function, tree.Function) else ()
    return any(
        without_gradients(evaluator, expr, frame) or _calls_without_gradients(evaluator, expr, frame)
        for expr in decorators
    )


def _calls_without_gradients(evaluator: Evaluator, decorator: tree.Expr, frame: Frame) -> bool:
    """Whether a decorator of the project calls what it decorates where gradients are switched off."""
    for made in evaluator.evaluate(tree.called(decorator), at_large(frame.file)):
        if isinstance(made, FunctionRef):
            functions = [n for n in tree.walk(made.node) if isinstance(n, tree.Function)]
            given = {param.name for function in functions for param in function.params}
            for node in (n for function in functions for n in tree.walk_own(function) if isinstance(n, tree.With)):
                is_quiet = any(without_gradients(evaluator, item.value, at_large(made.file)) for item in node.items)
                calls = (n for statement in node.body for n in tree.walk(statement) if isinstance(n, tree.Call))
                if is_quiet and any(isinstance(call.func, tree.Name) and call.func.id in given for call in calls):
                    return True
    return False
