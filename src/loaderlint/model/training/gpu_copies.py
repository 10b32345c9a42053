"""Copies of batches to a GPU: what a loop over batches does with the tensors that the loader gave it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reachable import Live
from loaderlint.model.inference.values import Frame, FunctionRef, Mark, Meaning, Member, at_large, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Gives, Passes
from loaderlint.model.loaders.loader import Loader, instances
from loaderlint.model.project.file import Place
from loaderlint.model.training.batch_types import CASTS, only_type
from loaderlint.model.training.receivers import Receiver, on_the_way, receivers, taking, target_names
from loaderlint.model.training.run import Step
from loaderlint.model.training.usage import Use
from loaderlint.model.workers.asked_options import needed_at
from loaderlint.model.workers.gpu_placement import puts_on_gpu
from loaderlint.syntax import tree

#: Methods whose result lies in the memory of what they are called on, or holds the same tensors.
_SAME_MEMORY = {
    "items", "values", "get", "view", "squeeze", "unsqueeze", "transpose", "permute", "detach", "flatten", "expand",
    "requires_grad_", "pop",
}  # fmt: skip

#: What the file of a model has that copies its inputs itself.
_COPYING = re.compile(r"\.(?:cuda|to)\(")


@dataclass(frozen=True, slots=True)
class Copy:
    """A `.cuda()` or `.to(device)` on a tensor of a batch, with a device that is, or can be, a GPU.

    `blocking` says that nothing is said of `non_blocking`, so that the program waits.
    """

    place: Place
    blocking: bool


def copies(loader: Loader, use: Use) -> list[Copy]:
    """Return the copies to a GPU of what a use takes from a loader, in order, each once.

    Where the use makes none itself, they are those in what hands the batches on to it.
    """
    evaluator, numbers = loader.evaluator, only_type(loader)
    found = _copied(evaluator, receivers(use), numbers)
    return list(dict.fromkeys(found or _copied(evaluator, on_the_way(evaluator, use), numbers)))


def _copied(evaluator: Evaluator, first: Iterable[Receiver], numbers: str | None) -> list[Copy]:
    """The copies that code makes of the batches that it gets, and those that it gives them to."""
    found: list[Copy] = []
    for one in expand(first, lambda one: _given_back(evaluator, one, numbers), _mark):
        found += _Follower(evaluator, one.frame, set(one.names), set(), numbers, one.taken).block(one.body)
    return found


def _mark(receiver: Receiver) -> Mark:
    return receiver.body, mark(receiver.frame), receiver.taken


def _given_back(evaluator: Evaluator, receiver: Receiver, numbers: str | None) -> Iterator[Receiver]:
    """The code that gets a batch from a function that takes it: that around its call, or in methods beside it."""
    frame, function = receiver.frame, receiver.frame.function
    follower = _Follower(evaluator, frame, set(), set(), numbers, receiver.taken)
    if (
        not receiver.taken
        or not isinstance(function, tree.Function)
        or not follower.gives_back(receiver.body, function)
    ):
        return
    if frame.call is not None and frame.caller is not None:
        yield taking(frame.caller, [frame.call])
    elif frame.receiver is not None:
        for call in frame.file.calls_named(function.name):
            method = frame.file.scopes.function_at(call)
            if method is not None and frame.file.scopes.class_of(method) is frame.file.scopes.class_of(function):
                yield taking(at_large(frame.file).inner(method, receiver=frame.receiver), [call])


def moved_by_library(evaluator: Evaluator, steps: Iterable[Step]) -> dict[Place, Place]:
    """Return the places of loaders whose batches a library moves to a GPU, with where it is handed them.

    What it is handed only if the user of the program sets an option is left out.
    """
    found: dict[Place, Place] = {}
    for step in steps:
        moves = any(_moves_batches(evaluator, callee) for callee in step.callees)
        if moves and isinstance(step.node, tree.Call) and not needed_at(evaluator, Place(step.file, step.node)):
            for argument in step.node.args:
                for made in instances(evaluator, evaluator.evaluate(argument.value, step.frame)):
                    if made.call is not None:
                        found.setdefault(Place(made.file, made.call.func), Place(step.file, argument))
    return found


def _moves_batches(evaluator: Evaluator, method: Meaning) -> bool:
    """Whether a library's method moves the batches of the loaders that it is given to a GPU, if there is one."""
    if not isinstance(method, Member):
        return False
    unless = evaluator.member(method.owner, method.name).fact.moves_batches
    made_with = method.owner.call.args if method.owner.call is not None else ()
    told = (a for a in made_with if a.star or (unless is not None and a.keyword in unless))
    return unless is not None and all(a.star == "**" and _leaves_out(evaluator, a, unless, method) for a in told)


def _leaves_out(evaluator: Evaluator, given: tree.Argument, names: Iterable[str], method: Member) -> bool:
    """Whether `**given` certainly passes nothing under some names."""
    return not any(evaluator.spread(given.value, name, method.owner.frame)[0] for name in names)


class _Follower:
    """Follows the tensors of a batch through one function; `names` hold them, and the calls `taken` give them.

    Calls that hand them on are followed once, whichever way leads there: `followed` are those that were. Where all
    `numbers` in them have one type, a cast to that gives the same tensor.
    """

    def __init__(
        self,
        evaluator: Evaluator,
        frame: Frame,
        names: set[str],
        followed: set[tree.Call],
        numbers: str | None,
        taken: Set[tree.Node] = frozenset(),
    ) -> None:
        self._evaluator = evaluator
        self._frame = frame
        self._names = names
        self._followed = followed
        self._numbers = numbers
        self._taken = taken
        self._live = Live(evaluator, frame)

    def block(self, nodes: Iterable[tree.Node]) -> Iterator[Copy]:
        """Yield the copies that a block makes."""
        stack = list(reversed(self._live.until_left(tuple(nodes))))
        while stack:
            node = stack.pop()
            match node:
                case tree.Assign(targets=targets, value=tree.Node() as value):
                    yield from self.block((value,))
                    names = {name for target in targets for name in target_names(target)}
                    # What is computed from a batch, as in `x = x.float()`, lies in other memory.
                    self._names = self._names | names if self._holds(value) else self._names - names
                    continue
                case tree.For(target=target, iterable=iterable):
                    names = set(target_names(target))
                    self._names = self._names | names if self._holds(iterable) else self._names - names
                case tree.Comprehension(clauses=clauses):
                    for clause in clauses:
                        if self._holds(clause.iterable):
                            self._names.update(target_names(clause.target))
                case tree.Call():
                    yield from self._call(node)
            stack.extend(reversed(self._live.below(node)))

    def gives_back(self, body: Iterable[tree.Node], function: tree.Function) -> bool:
        """Whether a function returns a tensor of the batch."""
        list(self.block(body))
        return any(n.value is not None and self._holds(n.value) for n in self._frame.file.returns(function))

    def _holds(self, expr: tree.Expr) -> bool:
        """Whether an expression is a tensor of the batch, a view of one, or a container of them."""
        if expr in self._taken:
            return True
        match expr:
            case tree.Name(id=name):
                return name in self._names
            case tree.Attribute() if tree.dotted(expr) in self._names:
                return True
            case tree.Dict(items=pairs):
                return any(self._holds(pair.value) for pair in pairs)
            case tree.Comprehension(elements=(*_, element)):
                return self._holds(element)
            case tree.Subscript(value=value) | tree.Attribute(value=value):
                return self._holds(value)
            case tree.Sequence(items=items):
                return any(map(self._holds, items))
            case tree.Call(func=tree.Attribute(attr=attr, value=value), args=()) if attr in CASTS:
                return self._numbers == CASTS[attr] and self._holds(value)
            case tree.Call(func=tree.Attribute(attr=attr, value=value)) if attr in _SAME_MEMORY:
                return self._holds(value)
            case tree.Call(func=tree.Name(id="getattr"), args=(tree.Argument(value=value), *_)):
                return self._holds(value)
            case tree.Call(func=func, args=args):
                fact = self._evaluator.fact(func, self._frame)
                keeps = fact.settings is not None or fact.gives in (Gives.NEXT, Gives.ARGUMENT, Gives.DICT)
                handed = fact.hands_through or keeps
                return handed and any(self._holds(a.value) for a in args)
        return False

    def _call(self, call: tree.Call) -> Iterator[Copy]:
        match call.func:
            case tree.Attribute(attr="cuda" | "to", value=value) if self._holds(value):
                if puts_on_gpu(self._evaluator, call, self._frame) is not None:
                    yield Copy(Place(self._frame.file, call), _blocks(call))
                return
        if call in self._followed or not any(self._holds(a.value) for a in call.args):
            return
        self._followed.add(call)
        if self._evaluator.fact(call.func, self._frame).passes is Passes.ALL_BUT_FIRST:  # `map`
            for function in self._evaluator.evaluate(call.args[0].value, self._frame):
                if isinstance(function, FunctionRef):
                    inner = function.frame.inner(function.node, receiver=function.receiver)
                    given = function.node.params[function.receiver is not None :]
                    yield from self._in_code(inner, function.node, {param.name for param in given})
        for callee in self._evaluator.evaluate(call.func, self._frame):
            for function in self._evaluator.attributes.callables(callee):
                if isinstance(callee, FunctionRef) or _COPYING.search(function.file.source.text):
                    yield from self._inside(function, call)

    def _inside(self, function: FunctionRef, call: tree.Call) -> Iterator[Copy]:
        inner = self._evaluator.calls.enter(function, call, self._frame)
        if inner is None:
            return
        names = set()
        for param in function.node.params:
            argument = self._evaluator.calls.argument(function.node, param, inner)
            if isinstance(argument, tree.Argument) and self._holds(argument.value):
                names.add(param.name)
        yield from self._in_code(inner, function.node, names)

    def _in_code(self, frame: Frame, node: tree.Function | tree.Lambda, names: set[str]) -> Iterator[Copy]:
        follower = _Follower(self._evaluator, frame, names, self._followed, self._numbers)
        yield from follower.block((node.value,) if isinstance(node, tree.Lambda) else node.body)


def _blocks(call: tree.Call) -> bool:
    """Whether a copy leaves `non_blocking` to its default, False."""
    said = any(a.star or a.keyword == "non_blocking" for a in call.args)
    return not said and sum(a.keyword is None for a in call.args) < 2
