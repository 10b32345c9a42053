"""Whether a loop over batches runs again and again: the loop over epochs around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import takewhile

from loaderlint.model.inference.call_options import is_default
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, Frame, Instance, Meaning, Unknown, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.inference.written import Written, called_by, written
from loaderlint.model.training.run import Scene
from loaderlint.syntax import tree


def iterated(evaluator: Evaluator, values: Iterable[Meaning]) -> Iterator[Meaning]:
    """Yield what is iterated over in the end, each once, with `enumerate`, `tqdm` and the like taken off."""
    return (
        v for v in expand(values, lambda value: handed_through(evaluator, value), mark) if not _is_handing_through(v)
    )


def handed_through(evaluator: Evaluator, value: Meaning) -> Iterator[Meaning]:
    """Yield what is in the arguments of `enumerate`, `tqdm` and the like, if the value is what one of them gave."""
    if isinstance(value, Instance) and value.call is not None and _is_handing_through(value):
        for argument in value.call.args:
            if argument.keyword in (None, "iterable") and not argument.star:
                yield from evaluator.evaluate(argument.value, value.frame)


def _is_handing_through(value: Meaning) -> bool:
    return isinstance(value, Instance) and value.call is not None and value.fact.hands_through


def epoch_loop(
    evaluator: Evaluator, around: Iterable[Scene], builds: Iterable[Scene | None], taken: Iterable[Written]
) -> Scene | None:
    """Return the loop over epochs among the scenes `around` code, if one is certain to run it on the same loader again.

    `builds` are the scenes in which the loader is built. A loop that builds it anew each time, such as one over folds,
    counts for nothing, nor does anything around it. Nor does a loop count that takes another loader in each turn, as
    is told by what the code goes through, or takes from: what is `taken`.
    """
    building = [s for build in builds if build is not None for s in build.outwards()]
    chosen = [part for source in taken for part in called_by(*source)]
    for scene in around:
        if scene in building and isinstance(scene.node, tree.For | tree.While | tree.Comprehension):
            return None
        if _repeats(evaluator, scene) and not any(_is_chosen_by(scene, expr, frame) for expr, frame in chosen):
            return scene
    return None


def _is_chosen_by(loop: Scene, expr: tree.Expr, frame: Frame) -> bool:
    """Whether an expression is another thing in each turn of a loop: its variable, or an item by number or name."""
    match expr:
        case tree.Name():
            return _is_counted_by(loop, expr, frame)
        case tree.Subscript(index=index):
            parts = [part for key in index for part in tree.walk(key)]
            return any(isinstance(part, tree.Name) and _is_counted_by(loop, part, frame) for part in parts)
    return False


def _is_counted_by(loop: Scene, name: tree.Name, frame: Frame) -> bool:
    """Whether a loop gives a name, its own variable or a count, another value in each turn."""
    found = frame.file.scopes.scope_at(name).lookup(name.id)
    bindings = found[1] if found else ()
    within = (b.node for b in bindings if b.kind == "augment" and loop.node in frame.file.scopes.ancestors(b.node))
    return any(binding.node is loop.node for binding in bindings) or any(within)


def skips_epochs(evaluator: Evaluator, loop: Scene, epochs: Scene) -> bool:
    """Whether a loop runs in some turns only of the loop over epochs around it: under `if epoch % every == 0`."""
    counters = set(tree.names(epochs.node.target)) if isinstance(epochs.node, tree.For) else set()
    for scene in loop.outwards():
        if scene is epochs:
            break
        for test in _tested(scene):
            for part, frame in written(test, scene.frame):
                if any(_takes_every(evaluator, node, frame, counters) for node in tree.walk(part)):
                    return True
    return False


def in_new_process(loop: Scene, epochs: Scene) -> bool:
    """Whether each turn of the loop over epochs around a loop starts the process that runs it."""
    inside = takewhile(lambda scene: scene is not epochs, loop.outwards())
    return any(scene.starts_process or _makes_process(scene.node) for scene in inside)


def _makes_process(node: tree.Node) -> bool:
    return isinstance(node, tree.Call) and tree.last_name(node.func) == "Process"


def _tested(scene: Scene) -> Iterator[tree.Expr]:
    """The conditions in its function under which a scene comes about."""
    child: tree.Node = scene.node
    for above in scene.file.scopes.ancestors(child):
        if isinstance(above, tree.If) and child in above.body:
            yield above.test
        for statement in tree.before(above, child):
            if isinstance(statement, tree.If) and any(map(tree.leaves, statement.body)):
                yield statement.test
        if isinstance(above, tree.Function):
            return
        child = above


def _takes_every(evaluator: Evaluator, node: tree.Node, frame: Frame, counters: set[str]) -> bool:
    """Whether code takes a count of epochs modulo a number that is not certainly 1."""
    match node:
        case tree.Operation(op="%", operands=(count, every)):
            counts = any(name in counters or "epoch" in name.lower() for name in tree.names(count))
            values = evaluator.evaluate(every, frame)
            return counts and not (values and all(isinstance(v, Const) and v.value == 1 for v in values))
    return False


def runs_once(evaluator: Evaluator, scene: Scene) -> bool:
    """Whether a loop counts, and no further than to one."""
    match scene.node:
        case tree.For(iterable=iterable):
            return _counts(evaluator, iterable, scene.frame) is False
    return False


def is_left_open(evaluator: Evaluator, scene: Scene) -> bool:
    """Whether nothing says how far a loop counts, but perhaps the default of a parameter: so its callers do."""
    match scene.node:
        case tree.For(iterable=iterable):
            counts = iterated(evaluator, evaluator.evaluate(iterable, scene.frame))
            calls = [(made.call, made.frame) for made in counts if isinstance(made, Instance) and made.fact.counts]
            ends = [(call.args[:2][-1], frame) for call, frame in calls if call is not None and call.args]
            values = [value for end, frame in ends for value in evaluator.evaluate(end.value, frame)]
            return any(isinstance(v, Unknown) or (isinstance(v, Const) and is_default(v)) for v in values)
    return False


def _repeats(evaluator: Evaluator, scene: Scene) -> bool:
    match scene.node:
        case tree.For(target=target, iterable=iterable, body=body):
            counted = _counts(evaluator, iterable, scene.frame)
            named = any(isinstance(n, tree.Name) and "epoch" in n.id.lower() for n in tree.walk(target))
            return (named if counted is None else counted) and not _always_leaves(body)
        case tree.While(body=body):
            return not _always_leaves(body)
    return False


def _counts(evaluator: Evaluator, iterable: tree.Expr, frame: Frame) -> bool | None:
    """Whether `iterable` counts to more than one; None where it is something else than a count."""
    values = list(iterated(evaluator, evaluator.evaluate(iterable, frame)))
    calls = [v for v in values if isinstance(v, Instance) and v.fact.counts]
    if not calls or len(calls) < len(values):
        return None
    return all(_more_than_one(evaluator, made) for made in calls)


def _more_than_one(evaluator: Evaluator, made: Instance) -> bool:
    bounds = [evaluator.evaluate(a.value, made.frame) for a in made.call.args] if made.call else []
    constants = [v[0].value if len(v) == 1 and isinstance(v[0], Const) else None for v in bounds]
    if len(constants) > 1 and constants[0] is None:
        constants[0] = 0  # a run that is resumed begins later, and counts no further
    numbers = [c for c in constants if isinstance(c, int)]
    if len(numbers) < len(bounds):
        return True
    try:
        return len(range(*numbers)) > 1
    except (TypeError, ValueError):
        return True


def _always_leaves(body: Iterable[tree.Stmt]) -> bool:
    """Whether the body of a loop leaves it at the end of the first turn."""
    for statement in body:
        match statement:
            case tree.Return() | tree.Jump(kind="break"):
                return True
            case tree.Try(body=inner, otherwise=otherwise) if _always_leaves((*inner, *otherwise)):
                return True
            case tree.With(body=inner) if _always_leaves(inner):
                return True
    return False


def is_every_nth(node: tree.Node, loop: tree.Node) -> bool:
    """Whether code asks if so many turns of a counting loop are over again: `if step % steps_in_epoch == 0`."""
    match node:
        case tree.If(test=tree.Operation(op="==", operands=(tree.Operation(op="%") as rest, tree.Constant(value=0)))):
            counted = set(tree.names(loop.target)) if isinstance(loop, tree.For) else set()
            return not counted.isdisjoint(tree.names(rest.operands[0]))
    return False
