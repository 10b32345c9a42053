"""A file as a program that runs: its code and the functions it calls, each with the loops and calls around it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaderlint.model import limits
from loaderlint.model.inference.cases import turns
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reachable import Live
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.inference.started import started_by
from loaderlint.model.inference.values import (
    ClassRef,
    External,
    Frame,
    FunctionRef,
    Instance,
    Meaning,
    Meanings,
    Member,
    PartialClass,
    Unknown,
    at_large,
)
from loaderlint.model.libraries.facts import NOTHING, Fact, Gives
from loaderlint.model.libraries.words import CALLING_NOTHING, PARSERS
from loaderlint.model.project.file import File, Place
from loaderlint.syntax import tree

#: Nodes that tell what a program does with its loaders.
_TELLING = tree.Call | tree.Assign | tree.For | tree.Comprehension | tree.WithItem

Loop = tree.For | tree.While | tree.Comprehension


@dataclass(eq=False, slots=True)
class Scene:
    """What is around running code: a loop, a `with`, or a call that led into a function, at `node`.

    A call may have started the function in a new process. `acts` are the first places inside at which something of a
    kind is done, by kind: the walk's owner fills it in.
    """

    node: Loop | tree.With | tree.Call
    frame: Frame
    above: Scene | None
    starts_process: bool = False
    acts: dict[str, Place] = field(default_factory=dict)

    @property
    def file(self) -> File:
        """The file that the node stands in."""
        return self.frame.file

    def outwards(self) -> Iterator[Scene]:
        """This scene and those around it, the innermost first."""
        scene: Scene | None = self
        while scene is not None:
            yield scene
            scene = scene.above


@dataclass(unsafe_hash=True, slots=True)
class Step:
    """A node that runs, in its frame. For a loop, `inner` is the scene of its body; a call may call the `callees`."""

    node: tree.Node
    frame: Frame
    scene: Scene | None
    inner: Scene | None = None
    callees: Meanings = field(default=(), compare=False)

    @property
    def file(self) -> File:
        """The file that the node stands in."""
        return self.frame.file

    @property
    def fact(self) -> Fact:
        """What is known of the library's thing that a call calls, if it can call nothing else."""
        only = self.callees[0] if len(self.callees) == 1 else None
        return only.fact if isinstance(only, External) else NOTHING

    @property
    def is_single(self) -> bool:
        """Whether the node runs once, as far as is seen: in no loop, nor in a function that something unseen calls."""
        places = [(self.node, self.frame)]
        for scene in self.scene.outwards() if self.scene else ():
            if isinstance(scene.node, Loop):
                return False
            places.append((scene.node, scene.frame))
        return all(f.call is not None or f.file.scopes.function_at(node) is None for node, f in places)

    @property
    def process(self) -> Scene | None:
        """The call that started the process which runs the node; None where that is the program's own."""
        return process(self.scene)


def _may_be_code(file: File, expr: tree.Expr) -> bool:
    """Whether an expression may name a function, as far as the syntax tells: most arguments do not."""
    match expr:
        case tree.Attribute(attr=name):
            return name in file.function_names
        case tree.Name(id=name):
            found = file.scopes.scope_at(expr).lookup(name)
            return found is not None and any(b.kind in ("import", "function", "parameter") for b in found[1])
    return isinstance(expr, tree.Lambda)


def process(scene: Scene | None) -> Scene | None:
    """Return the call that started the process in which a scene is; None where that is the program's own."""
    return next((around for around in (scene.outwards() if scene else ()) if around.starts_process), None)


def run(evaluator: Evaluator, file: File) -> list[Step]:
    """Walk a file as it runs: its top level, then every function that nothing in it has led to.

    Functions that the file never calls by name come first, so that those they call are seen with their arguments. Calls
    into files without a word of loaders, training or seeds are not followed.
    """
    walk = _Walk(evaluator, file)
    module = at_large(file)
    walk.body(file.tree.body, module, None)
    if file.may_train or "__main__" in file.source.text:
        for function in sorted(file.scopes.every(tree.Function), key=lambda f: bool(file.calls_named(f.name))):
            if function not in walk.entered:
                walk.entered.add(function)
                walk.body(function.body, module, None)
    return walk.steps


class _Walk:
    def __init__(self, evaluator: Evaluator, file: File) -> None:
        self.evaluator = evaluator
        self.file = file
        self.steps: list[Step] = []
        self.entered: set[tree.Function | tree.Lambda] = set()
        self.frames: set[Frame] = set()

    def body(self, nodes: tuple[tree.Node, ...], frame: Frame, scene: Scene | None) -> None:
        """Take in the steps of a block and of the functions that it calls."""
        live = Live(self.evaluator, frame)
        acting = frame.file.acting
        stack: list[tuple[tree.Node, Scene | None]] = [
            (node, scene) for node in reversed(live.until_left(nodes)) if node in acting
        ]
        while stack:
            node, around = stack.pop()
            below: list[tuple[tree.Node, Scene | None]]
            inside: list[tree.Node]
            inner = None
            cases: list[Frame] = []
            match node:
                case tree.Function():
                    continue
                case tree.For() if cases := turns(self.evaluator, node, frame):
                    inner = Scene(node, cases[0], around)
                    below = [(node.iterable, around), *((n, around) for n in node.otherwise)]
                case tree.For():
                    inner = Scene(node, frame, around)
                    inside = [node.target, *live.until_left(node.body)]
                    below = [
                        (node.iterable, around),
                        *((n, inner) for n in inside),
                        *((n, around) for n in node.otherwise),
                    ]
                case tree.While():
                    inner = Scene(node, frame, around)
                    inside = [node.test, *live.until_left(node.body)]
                    below = [*((n, inner) for n in inside), *((n, around) for n in node.otherwise)]
                case tree.Comprehension(clauses=(first, *others)):
                    inner = Scene(node, frame, around)
                    inside = [first.target, *first.conditions, *others, *node.elements]
                    below = [(first.iterable, around), *((n, inner) for n in inside)]
                case tree.With():
                    inner = Scene(node, frame, around)
                    below = [*((n, around) for n in node.items), *((n, inner) for n in live.until_left(node.body))]
                case tree.Class():
                    below = [(n, around) for n in node.body]
                case _:
                    below = [(n, around) for n in live.below(node)]
            callees = self.evaluator.evaluate(node.func, frame) if isinstance(node, tree.Call) else ()
            if isinstance(node, _TELLING):
                self.steps.append(Step(node, frame, around, inner, callees))
            stack.extend([(n, s) for n, s in reversed(below) if n in acting])
            for case in cases:
                assert isinstance(node, tree.For)
                self.body(node.body, case, Scene(node, case, around))
            if isinstance(node, tree.Call):
                self._call(node, callees, frame, around)

    def _call(self, call: tree.Call, callees: Meanings, frame: Frame, scene: Scene | None) -> None:
        for callee in callees:
            match callee:
                case FunctionRef():
                    self._enter(callee, call, Scene(call, frame, scene))
                case ClassRef() | PartialClass():
                    for made in self.evaluator.evaluate(call, frame):
                        for init in self.evaluator.attributes.attribute(made, "__init__"):
                            if isinstance(init, FunctionRef):
                                self._enter(init, call, Scene(call, frame, scene))
                case Instance():
                    # Not `forward`: what a model computes says nothing of loaders, and is long.
                    for method in self.evaluator.attributes.attribute(callee, "__call__"):
                        if isinstance(method, FunctionRef):
                            self._enter(method, call, Scene(call, frame, scene))
                case Unknown(reason=Reason(why=Why.INHERITED)):
                    for hook in self._own_hooks(call, frame):  # `trainer.train()`
                        self._enter(hook, None, Scene(call, frame, scene))
                case External(path=path, fact=fact) if fact.gives is Gives.PARTIAL or path in CALLING_NOTHING:
                    continue  # what a `partial` makes is called later, if at all
                case Member(owner=Instance(cls=External(path=path))) if path.startswith(PARSERS):
                    continue  # a default may be a function, which the program calls as `args.run()`
                case External() | Member():
                    # A function handed to a library is called by it: `optimizer.step(closure)`, `mp.spawn(train)`.
                    # So are the hooks of an object: `trainer.fit(model, datamodule=Images())`.
                    spawns = isinstance(callee, External) and bool(callee.fact.spawns)
                    for argument in call.args:
                        if isinstance(argument.value, tree.Name | tree.Attribute | tree.Call):
                            for handed in self.evaluator.evaluate(argument.value, frame):
                                is_started = argument.value is started_by(call)
                                for called in self._started(handed) if is_started else self._called_back(handed):
                                    if is_started:
                                        called = self.evaluator.calls.started(called, call, frame)
                                    self._enter(called, None, Scene(call, frame, scene, spawns))

    def _own_hooks(self, call: tree.Call, frame: Frame) -> Iterator[FunctionRef]:
        """The hooks of a trainer of the project that makes loaders, where a method runs that a library gives it."""
        for owner in self.evaluator.evaluate(call.func.value, frame) if isinstance(call.func, tree.Attribute) else ():
            if isinstance(owner, Instance) and any(fact.loader for fact in self.evaluator.attributes.facts(owner)):
                yield from self.evaluator.attributes.hooks(owner).values()

    def _gives_code(self, call: tree.Call, frame: Frame) -> bool:
        """Whether a call gives what it calls a function of the project to run: `timed(train_step)`."""
        given = (a.value for a in call.args if _may_be_code(frame.file, a.value))
        return any(isinstance(value, FunctionRef) for expr in given for value in self.evaluator.evaluate(expr, frame))

    def _started(self, value: Meaning) -> Iterable[FunctionRef]:
        """What a process or a thread runs that is started with a function, or with a class: `mp.spawn(Trainer)`."""
        if not isinstance(value, ClassRef):
            return self._called_back(value)
        made = self.evaluator.attributes.attribute(value.instance, "__init__")
        return [init for init in made if isinstance(init, FunctionRef)]

    def _called_back(self, value: Meaning) -> Iterable[FunctionRef]:
        """What a library calls of a function, or an object, that it is handed."""
        return (value,) if isinstance(value, FunctionRef) else self.evaluator.attributes.hooks(value).values()

    def _comes_back(self, function: FunctionRef) -> bool:
        """Whether a method is that of an object whose class, or one of its bases, says something of training."""
        cls = function.receiver.cls if function.receiver is not None else None
        return isinstance(cls, ClassRef) and any(c.file.may_train for c in self.evaluator.attributes.lineage(cls))

    def _enter(self, function: FunctionRef, passed: tree.Call | None, scene: Scene) -> None:
        """Take in what a function does that the call of a scene leads to, and perhaps passes its arguments."""
        is_told = function.file.may_train or function.file.may_seed or function.file is self.file
        is_told = is_told or self._comes_back(function)
        if not is_told and (passed is None or not self._gives_code(passed, scene.frame)):
            return
        inner = self.evaluator.calls.enter(function, passed, scene.frame)
        if inner is None or inner in self.frames or len(self.frames) >= limits.CALLS_OF_PROGRAM:
            return
        self.frames.add(inner)
        self.entered.add(function.node)
        node = function.node
        self.body((node.value,) if isinstance(node, tree.Lambda) else node.body, inner, scene)
