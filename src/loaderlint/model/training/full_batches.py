"""Code around a loop over batches that is right for full batches alone, as `drop_last=True` gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, Const, Frame, FunctionRef, Instance, Meaning, at_large
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.lightning import EVALUATING, RUNNING
from loaderlint.model.loaders.loader import Loader, built, instances
from loaderlint.model.project.file import Place
from loaderlint.model.training.outputs import collected
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Scene
from loaderlint.model.training.usage import Usage, Use, steps_beside
from loaderlint.model.workers.item_code import Explorer
from loaderlint.syntax import tree

#: Functions that make an array of a list, whose parts must be of one shape.
_STACKING = {"array", "asarray", "stack"}

#: Functions and methods that are told the shape of what they give.
_SHAPING = {
    "empty", "expand", "full", "normal", "ones", "rand", "randint", "randn", "repeat", "reshape", "tile", "view",
    "zeros", "new_empty", "new_full", "new_ones", "new_zeros",
}  # fmt: skip

#: How functions are called that compare the samples of a batch with each other.
_CONTRASTING = re.compile(r"contrastive|(?:^|_)(?:info_?)?nce(?:_|$)|nt_?xent|triplet|cdist", re.IGNORECASE)

#: Functions that multiply matrices.
_MULTIPLYING = {"matmul", "mm"}

#: Functions that tell people, whatever they are given.
_TELLING = {"print", "info", "debug", "warning", "log", "write"}


def stacked(usage: Usage) -> Place | None:
    """Return where what a loop over batches collects is stacked, in the same function, as only equal batches can be."""
    for loop in (use.loop for use in usage.uses if use.loop is not None):
        lists = set(collected(loop.node))
        for node in tree.walk(loop.file.scopes.function_at(loop.node) or loop.file.tree):
            match node:
                case tree.Call(func=func, args=(tree.Argument(value=tree.Name(id=name)), *_)):
                    if name in lists and tree.last_name(func) in _STACKING and node.at > loop.node.at:
                        return Place(loop.file, node)
    return None


def counted_on(program: Program, explorer: Explorer, usage: Usage) -> Place | None:
    """Return where what a loop over batches does goes by the size that batches are asked to have; None if nowhere."""
    size = _Size(program.evaluator, usage.loader)
    for loop in (use.loop for use in usage.uses if use.loop is not None):
        for expr, frame in _around(program, explorer, loop):
            if found := size.said_in(expr, frame):
                return found
    unlooped = [use for use in usage.uses if use.loop is None]
    steps = (one for use in unlooped for one in _steps_beside(program, use))
    said = next((found for code, frame in steps if (found := size.said_in(code, frame))), None)
    return said or next((found for use in unlooped if (found := _asserted(program, explorer, use))), None)


def _asserted(program: Program, explorer: Explorer, use: Use) -> Place | None:
    """Where code that a step of a module comes to asserts that a batch divides something: a queue of so many."""
    for visit in explorer.functions(_steps(program, use)).visits:
        for node in tree.walk(visit.frame.function):
            if (
                isinstance(node, tree.Evaluate)
                and node.kind == "assert"
                and any(map(_divides_by_batch, tree.walk(node)))
            ):
                return visit.frame.place(node)
    return None


def _divides_by_batch(node: tree.Node) -> bool:
    return isinstance(node, tree.Operation) and node.op == "%" and "batch" in " ".join(tree.names(node))


def carried_on(evaluator: Evaluator, usage: Usage) -> Place | None:
    """Return where a loop over batches hands an object what it gave for the batch before: `y, state = model(x, state)`.

    A part of what is given is new each time: a function that counts gives all that it is handed.
    """
    for loop in (use.loop for use in usage.uses if use.loop is not None):
        for node in tree.walk(loop.node):
            match node:
                case tree.Assign(targets=(tree.Sequence(items=items),), value=tree.Call(func=func, args=args)):
                    handed = {tree.last_name(argument.value) for argument in args} - {""}
                    given = {tree.last_name(item) for item in items}
                    is_object = not any(isinstance(m, FunctionRef) for m in evaluator.evaluate(func, loop.frame))
                    if is_object and given & handed and given - handed:
                        return Place(loop.file, node)
    return None


def contrasted(program: Program, explorer: Explorer, usage: Usage) -> Place | None:
    """Return where an evaluation compares the samples of a batch with each other; None if nowhere.

    A smaller batch is an easier one then, as for a contrastive loss.
    """
    loops = [use.loop for use in usage.uses if use.loop is not None]
    seen = [one for loop in loops for one in _around(program, explorer, loop)]
    seen += [one for use in usage.uses if use.loop is None for one in _steps_beside(program, use)]
    places = (frame.place(node) for code, frame in seen for node in tree.walk(code) if _contrasts(node))
    return next(places, None)


def _contrasts(node: tree.Node) -> bool:
    """Whether code calls what is named after contrasts, or multiplies samples by samples: `images @ texts.t()`."""
    match node:
        case tree.Operation(op="@", operands=(_, other)):
            return _is_turned(other)
        case tree.Call(func=func, args=(_, tree.Argument(value=other))) if tree.last_name(func) in _MULTIPLYING:
            return _is_turned(other)
        case tree.Call(func=func):
            return _CONTRASTING.search(tree.last_name(func)) is not None
    return False


def _is_turned(matrix: tree.Expr) -> bool:
    """Whether a matrix is a local name, transposed: weights are attributes."""
    match matrix:
        case tree.Call(func=tree.Attribute(attr="t", value=tree.Name())) | tree.Attribute(attr="T", value=tree.Name()):
            return True
    return False


def is_in_sight(program: Program, use: Use) -> bool:
    """Whether some code is seen that gets the batches: a loop, or a step of a module."""
    return use.loop is not None or bool(_steps(program, use))


def _steps_beside(program: Program, use: Use) -> Iterator[tuple[tree.Node, Frame]]:
    """What the steps of Lightning modules do with a batch."""
    for step in _steps(program, use):
        frame = step.frame.inner(step.node, receiver=step.receiver)
        yield from ((statement, frame) for statement in getattr(step.node, "body", ()))


def _steps(program: Program, use: Use) -> list[FunctionRef]:
    """The steps for evaluation of the module that makes a loader itself, or of those that the program has run."""
    beside = [FunctionRef(step, at_large(use.place.file)) for step in steps_beside(use.place)]
    return beside or [step for module in _modules(program) for step in _evaluating(program, module)]


def _evaluating(program: Program, module: Meaning) -> Iterator[FunctionRef]:
    """The steps for evaluation that the class of a module defines."""
    made = module.instance if isinstance(module, ClassRef) else module
    for name in EVALUATING if isinstance(made, Instance) and isinstance(made.cls, ClassRef) else ():
        found = program.evaluator.attributes.attribute(made, name)
        yield from (step for step in found if isinstance(step, FunctionRef))


def _modules(program: Program) -> Iterator[Meaning]:
    """What a program gives to a trainer to run."""
    for step in program.steps:
        if isinstance(step.node, tree.Call) and tree.last_name(step.node.func) in RUNNING:
            for argument in step.node.args:
                yield from program.evaluator.evaluate(argument.value, step.frame)


@dataclass(frozen=True)
class _Size:
    """The size of batches that a loader is asked for, and the ways to say it."""

    evaluator: Evaluator
    loader: Loader

    def said_in(self, code: tree.Node, frame: Frame) -> Place | None:
        """Return where a piece of code names the size, what only tells people or builds a loader apart."""
        if isinstance(code, tree.Call) and (tree.last_name(code.func) in _TELLING or self._builds(code, frame)):
            return None
        if self._is_size(code, frame) or self._is_number(code):
            return frame.place(code)
        below = [node for node in tree.children(code) if not (isinstance(code, tree.Assign) and _is_target(code, node))]
        return next((found for node in below if (found := self.said_in(node, frame))), None)

    def _builds(self, call: tree.Call, frame: Frame) -> bool:
        return any(built(self.evaluator, i) for i in instances(self.evaluator, self.evaluator.evaluate(call, frame)))

    def _is_size(self, node: tree.Node, frame: Frame) -> bool:
        """Whether a name or attribute stands for the size: by its value, or by what the size is called."""
        if not isinstance(node, tree.Name | tree.Attribute):
            return False
        option = self.loader["batch_size"]
        asked = [value.place for value in option.values if isinstance(value, Const)]
        values = self.evaluator.evaluate(node, frame)
        if any(isinstance(value, Const) and value.place in asked for value in values):
            return True
        given = self.loader.options.expression("batch_size")
        names = {"batch_size", tree.last_name(given[0]) if given else ""}
        return bool(tree.last_name(node)) and tree.last_name(node) in names and not _is_decided_here(node, frame)

    def _is_number(self, node: tree.Node) -> bool:
        """Whether code adds the very number to a count, or shapes a tensor by it."""
        size = self.loader["batch_size"].constant
        if size is None or type(size.value) is not int or size.value < 2:
            return False
        match node:
            case tree.Assign(op="+", value=tree.Constant(value=value)):
                return value == size.value
            case tree.Call(func=func, args=args) if tree.last_name(func) in _SHAPING:
                parts = [p for a in args for p in (a.value.items if isinstance(a.value, tree.Sequence) else [a.value])]
                return any(isinstance(p, tree.Constant) and p.value == size.value for p in parts)
        return False


def _is_target(assignment: tree.Assign, node: tree.Node) -> bool:
    """Whether a node is the name, or one of the names, that an assignment gives a value: a slice reads others."""
    return node in assignment.targets and not isinstance(node, tree.Subscript)


def _is_decided_here(node: tree.Node, frame: Frame) -> bool:
    """Whether a name has its value from the batch in hand, or from the call that led here: that is looked at itself."""
    found = frame.file.scopes.scope_at(node).lookup(node.id) if isinstance(node, tree.Name) else None
    return found is not None and any(
        (binding.kind == "parameter" and frame.call is not None) or (binding.value and _measures(binding.value))
        for binding in found[1]
    )


def _measures(value: tree.Expr) -> bool:
    """Whether code takes a size from what it has in hand: `len(x)`, `x.shape`, `x.size(0)`."""
    for node in tree.walk(value):
        match node:
            case tree.Attribute(attr="shape" | "size") | tree.Call(func=tree.Name(id="len")):
                return True
    return False


def _around(program: Program, explorer: Explorer, loop: Scene) -> Iterator[tuple[tree.Node, Frame]]:
    """What a loop over batches runs, what it was given before, what makes its models, and what uses its results."""
    node = loop.node
    body = node.elements if isinstance(node, tree.Comprehension) else getattr(node, "body", ())
    given = expand(body, lambda code: _given(program.evaluator, code, loop.frame), lambda code: (code,))
    behind = list(_behind(loop))
    yield from ((code, loop.frame) for code in (*given, *behind))
    measuring = explorer.functions(_functions(_called(program.evaluator, behind, loop.frame)))
    yield from (one for visit in measuring.visits for one in _body(visit.frame))
    called = {step.frame: None for step in program.steps if step.scene and loop in step.scene.outwards()}
    yield from (one for frame in called if frame != loop.frame for one in _body(frame))
    models = [v for v in _called(program.evaluator, body, loop.frame) if isinstance(v, Instance)]
    yield from ((model.call, model.frame) for model in models if model.call is not None)
    found = [m for model in models for m in program.evaluator.attributes.attribute(model, "forward")]
    visits = explorer.functions(_functions(found)).visits
    yield from (one for visit in visits for one in _body(visit.frame))


def _called(evaluator: Evaluator, code: Iterable[tree.Node], frame: Frame) -> Iterator[Meaning]:
    """What pieces of code call."""
    for call in (node for part in code for node in tree.walk(part) if isinstance(node, tree.Call)):
        yield from evaluator.evaluate(call.func, frame)


def _functions(values: Iterable[Meaning]) -> list[FunctionRef]:
    return [value for value in values if isinstance(value, FunctionRef)]


def _body(frame: Frame) -> Iterator[tuple[tree.Node, Frame]]:
    function = frame.function
    yield from ((node, frame) for node in ((function.value,) if isinstance(function, tree.Lambda) else function.body))


def _given(evaluator: Evaluator, code: tree.Node, frame: Frame) -> Iterator[tree.Node]:
    """What the names in a piece of code are given by assignments, loaders apart."""
    for name in (n for n in tree.walk(code) if isinstance(n, tree.Name)):
        found = frame.file.scopes.scope_at(name).lookup(name.id)
        made = [b.value for b in found[1] if b.kind in ("assign", "augment") and b.value] if found else []
        for value in made:
            if not any(built(evaluator, one) for one in instances(evaluator, evaluator.evaluate(value, frame))):
                yield value


def _behind(loop: Scene) -> Iterator[tree.Node]:
    """The statements behind a loop, in the same function, that read what it counts or collects, or the loader."""
    node, scopes = loop.node, loop.file.scopes
    assigned = (t for n in tree.walk(node) if isinstance(n, tree.Assign) for t in n.targets)
    iterated = [node.iterable] if isinstance(node, tree.For) else []
    kept = {n.id for code in (*assigned, *iterated) for n in tree.walk(code) if isinstance(n, tree.Name)}
    kept.update(collected(node))
    for above in scopes.ancestors(node):
        blocks = (getattr(above, part) for part in above.parts)
        for statement in (s for block in blocks if isinstance(block, tuple) for s in block if s.at > node.at):
            if not isinstance(statement, tree.Function | tree.Class) and kept & set(tree.names(statement)):
                yield statement
        if isinstance(above, tree.Function):
            return
