"""What a program does with its loaders once they are built: who iterates them, what for, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from loaderlint.model.calls import GENERATOR
from loaderlint.model.drawn import Drawn, Draws, iterators_made, scenes_of
from loaderlint.model.epochs import epoch_loop, hands_through, iterated
from loaderlint.model.evaluate import Evaluator
from loaderlint.model.file import File, Place
from loaderlint.model.fold import is_sentinel
from loaderlint.model.lightning import Handed, handed, hooks
from loaderlint.model.loader import LOADERS, Loader, built, instances
from loaderlint.model.meaning import UNKNOWN, ClassRef, Const, External, Frame, FunctionRef, Instance, Meaning, Member
from loaderlint.model.program import Scene, Step, run
from loaderlint.model.role import Role, note_act, role_of
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One way in which the batches of a loader are consumed.

    `loop` is the loop over batches, and `epochs` the loop that runs it again; both are None where Lightning runs them.
    `place` is what is iterated, or what hands the loader over. A loop that `relays` yields the batches on, again and
    again, to code that takes them one by one. `taken` are the calls of `next` that take a batch, where a training loop
    does so by hand.
    """

    place: Place
    role: Role
    repeated: bool
    loop: Scene | None = None
    epochs: Scene | None = None
    relays: bool = False
    taken: tuple[Step, ...] = ()

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """The loop over batches and all that is around it."""
        return tuple(self.loop.outwards()) if self.loop else ()

    def is_whole(self, evaluator: Evaluator) -> bool:
        """Whether nothing is seen that could end the loop over batches early, but for what is off by default."""
        match self.loop:
            case Scene(node=tree.For(body=body), file=file, frame=frame):
                return not any(_may_leave(evaluator, statement, file, frame) for statement in body)
        return True

    def is_named(self, word: str) -> bool:
        """Whether a word occurs in the names of what is iterated."""
        names = (n.attr if isinstance(n, tree.Attribute) else n.id for n in tree.walk(self.place.node)
                 if isinstance(n, tree.Attribute | tree.Name))  # fmt: skip
        return any(word in name.lower() for name in names)

    @property
    def key(self) -> tuple[tree.Node, tree.Node | None]:
        """What is the same however the code is reached."""
        return self.place.node, self.epochs.node if self.epochs else None


@dataclass(eq=False)
class Usage:
    """A loader and what is seen to be done with it. `clear` is False where something else may be done with it, too."""

    loader: Loader
    made: Instance
    uses: list[Use] = field(default_factory=list)
    clear: bool = True

    @property
    def training(self) -> Use | None:
        """The use that trains on the loader, rather one that does so epoch after epoch."""
        uses = [use for use in self.uses if use.role is Role.TRAINING]
        return max(uses, key=lambda use: use.repeated, default=None)

    @property
    def evaluation(self) -> Use | None:
        """The first use, if all that is done with the loader is to evaluate on it in whole passes.

        Code that calls what it iterates over training data has its reasons, whatever it does with it.
        """
        evaluator = self.loader.evaluator
        clear = self.clear and all(use.role is Role.EVALUATION and use.is_whole(evaluator) for use in self.uses)
        named = any(use.is_named("train") for use in self.uses) or self._is_kept_as("train")
        return self.uses[0] if self.uses and clear and not named else None

    def _is_kept_as(self, word: str) -> bool:
        """Whether a word occurs in the name that the loader is given where it is built."""
        statement = self.loader.file.scopes.parent.get(self.loader.call)
        targets = statement.targets if isinstance(statement, tree.Assign) else ()
        return any(word in name.lower() for target in targets for name in tree.names(target))

    def sees(self, use: Use) -> bool:
        """Whether a use is among these, if perhaps reached in another way."""
        return any(use.key == own.key and use.role is own.role for own in self.uses)

    def knows_no_more(self, other: Usage, options: Iterable[str]) -> bool:
        """Whether no option is certain here and uncertain in another usage of what is one loader in the code."""
        return all(UNKNOWN in self.loader[o].values or UNKNOWN not in other.loader[o].values for o in options)

    @property
    def sampler_is_endless(self) -> bool:
        """Whether a sampler of the project decides the order and never ends: then one pass lasts for the whole run."""
        evaluator = self.loader.evaluator
        samplers = (*self.loader["sampler"].values, *self.loader["batch_sampler"].values)
        for sampler in samplers:
            if isinstance(sampler, Instance) and isinstance(sampler.cls, ClassRef):
                for method in evaluator.objects.attribute(sampler, "__iter__"):
                    if isinstance(method, FunctionRef) and any(_is_endless(n) for n in tree.walk(method.node)):
                        return True
        return False


class Program:
    """A file as it runs, with its loaders' uses."""

    def __init__(self, evaluator: Evaluator, file: File) -> None:
        self.evaluator = evaluator
        self.file = file
        self.steps: list[Step] = []
        self._usages: dict[Instance, Usage] = {}
        self._open: set[Instance] = set()  # iterators that are being looked into: `next(self)` leads back to them
        loops = []
        for step in run(evaluator, file):
            note_act(evaluator, step)
            if isinstance(step.node, tree.For | tree.Comprehension):
                loops.append(step)
            if isinstance(step.node, tree.Call | tree.Assign):
                self.steps.append(step)
        for step in loops:
            self._iterated(step)
        for drawn in Draws(evaluator, self.steps, self.loaders, self.builds).found():
            self._drawn(drawn)
        for step in self.steps:
            if isinstance(step.node, tree.Call):
                self._passed(step, step.node)
        for found in (*hooks(evaluator, file), *(h for step in self.steps for h in handed(evaluator, step))):
            self._handed(found)

    @property
    def usages(self) -> tuple[Usage, ...]:
        """The loaders that are consumed."""
        return tuple(self._usages.values())

    def usages_of(self, call: tree.Call) -> Iterator[Usage]:
        """Yield the usages of the loaders that a call builds."""
        return (usage for usage in self._usages.values() if usage.loader.call is call)

    def dataset_change(self, usage: Usage, epochs: Scene) -> Place | None:
        """Return a place in the loop over epochs where the main process may change the loader's dataset."""
        known = (*usage.loader["dataset"].values, *usage.loader.datasets())
        datasets = {value for value in known if isinstance(value, Instance | Member)}
        given = usage.loader.options.expression("dataset")
        name = tree.dotted(given[0]) if given else None
        for step in self.steps:
            if step.scene is not None and epochs in step.scene.outwards():
                for expr in self.touched(step):
                    meanings = self.evaluator.evaluate(step.file, expr, step.frame)
                    written = tree.dotted(expr) or ""
                    named = UNKNOWN in meanings and (written == name or written.endswith(".dataset"))
                    if named or any(m in datasets or _is_dataset_of(m, usage.made) for m in meanings):
                        return Place(step.file, step.node)
        return None

    def touched(self, step: Step) -> Iterator[tree.Expr]:
        """Yield what a step may change: whose method is called, whose part is set, what unseen code is given."""
        match step.node:
            case tree.Call(func=func, args=args):
                if isinstance(func, tree.Attribute):
                    yield func.value
                if not self._is_seen(step, func):
                    for argument in args:
                        yield argument.value
            case tree.Assign(targets=targets):
                for target in targets:
                    if isinstance(target, tree.Attribute | tree.Subscript):
                        yield target.value

    def _is_seen(self, step: Step, func: tree.Expr) -> bool:
        """Whether a call does nothing to its arguments that the walk does not see."""
        callees = self.evaluator.evaluate(step.file, func, step.frame)
        return all(isinstance(c, FunctionRef | ClassRef) or _is_harmless(c) for c in callees)

    # -- collecting ------------------------------------------------------------------------------------------------

    def _iterated(self, step: Step) -> None:
        """Take in a loop over a loader. One that yields the batches on counts only if it is run again and again."""
        assert step.inner is not None
        relays = False
        if isinstance(step.node, tree.Comprehension):
            iterable: tree.Expr = step.node.clauses[0].iterable
        else:
            assert isinstance(step.node, tree.For)
            iterable = step.node.iterable
            relays = any(_yields(statement) for statement in step.node.body)
        found = list(dict.fromkeys(self.loaders(step.file, iterable, step.frame)))
        place = Place(step.file, iterable)
        for made in found:
            usage = self._usage(made, step)
            around = step.scene.outwards() if step.scene else ()
            epochs = epoch_loop(self.evaluator, around, self.builds(made))
            mixed = len(found) > 1 and _is_loop_variable(step.file, iterable)
            role = Role.UNKNOWN if mixed or relays else role_of(self.evaluator, step.inner)
            if epochs is not None or not relays:
                usage.uses.append(Use(place, role, epochs is not None, step.inner, epochs, relays))

    def _drawn(self, drawn: Drawn) -> None:
        """Take in batches that are taken by hand."""
        first = drawn.taken[0]
        place = Place(first.file, first.node)
        usage = self._usage(drawn.made, first)
        repeated = drawn.epochs is not None
        usage.uses.append(Use(place, Role.TRAINING, repeated, drawn.loop, drawn.epochs, taken=drawn.taken))

    def loaders(self, file: File, expr: tree.Expr, frame: Frame | None) -> Iterator[Instance]:
        """Yield the loaders that iterating over `expr` takes batches from, through generators that yield them on."""
        if isinstance(expr, tree.Call):
            for callee in self.evaluator.evaluate(file, expr.func, frame):
                if isinstance(callee, FunctionRef):
                    yield from self._yielded(callee, expr, file, frame)
                elif isinstance(callee, External) and hands_through(callee.path):
                    for argument in expr.args:
                        yield from self.loaders(file, argument.value, frame)
        for value in iterated(self.evaluator, self.evaluator.evaluate(file, expr, frame)):
            if isinstance(value, Instance):
                if built(self.evaluator, value, Place(file, expr)):
                    yield value
                elif isinstance(value.cls, ClassRef):
                    yield from self._wrapped(value, file, frame)
                elif value.cls.path == GENERATOR and value.call is not expr and value.call is not None:
                    yield from self.loaders(value.file, value.call, value.frame)

    def _wrapped(self, wrapper: Instance, file: File, frame: Frame | None) -> Iterator[Instance]:
        """The loaders that an object of the project takes batches from when it is iterated itself."""
        if wrapper in self._open:
            return
        self._open.add(wrapper)
        try:
            yield from self._taken_by(wrapper, file, frame)
        finally:
            self._open.discard(wrapper)

    def _taken_by(self, wrapper: Instance, file: File, frame: Frame | None) -> Iterator[Instance]:
        """The loaders that the methods of an iterator go through or take from."""
        assert isinstance(wrapper.cls, ClassRef)
        objects = self.evaluator.objects
        for method in objects.attribute(wrapper, "__iter__"):
            if isinstance(method, FunctionRef):
                yield from self._yielded(method, None, file, frame)
        lineage = objects.lineage(wrapper.cls)
        if not any({"__iter__", "__next__"} & cls.file.methods(cls.node).keys() for cls in lineage):
            return
        for cls in lineage:
            for name, function in cls.file.methods(cls.node).items():
                inner = objects.init_frame(wrapper, cls) if name == "__init__" else None
                inner = inner or Frame(function, None, cls.file, None, wrapper)
                for taken in iterators_made(function):
                    yield from self.loaders(cls.file, taken, inner)

    def _yielded(
        self, function: FunctionRef, call: tree.Call | None, file: File, frame: Frame | None
    ) -> Iterator[Instance]:
        inner = self.evaluator.calls.enter(function, call, file, frame)
        if inner is None or isinstance(function.node, tree.Lambda) or function.file.returned(function.node) is not None:
            return
        for node in tree.walk_own(function.node):
            match node:
                case tree.For(body=body, iterable=iterable) if any(map(_yields, body)):
                    yield from self.loaders(function.file, iterable, inner)
                case tree.Other(kind="yield from", children=(source, *_)):
                    yield from self.loaders(function.file, source, inner)

    def _passed(self, step: Step, call: tree.Call) -> None:
        """Take in loaders that are passed to something that is not seen: it may do anything with them."""
        passed = [a for a in call.args if isinstance(a.value, tree.Name | tree.Attribute | tree.Subscript)]
        if not self._usages or not passed or self._is_seen(step, call.func):
            return
        for argument in passed:
            for value in self.evaluator.evaluate(step.file, argument.value, step.frame):
                if isinstance(value, Instance) and value in self._usages:
                    self._usages[value].clear = False

    def _handed(self, found: Handed) -> None:
        step = Step(found.place.node, found.place.file, None, None)
        for made in dict.fromkeys(instances(self.evaluator, found.values)):
            if built(self.evaluator, made, found.place):
                usage = self._usage(made, step)
                usage.uses.append(Use(found.place, found.role, found.repeated))

    def _usage(self, made: Instance, step: Step) -> Usage:
        if made not in self._usages:
            self._usages[made] = Usage(self.loader(made, step), made)
        return self._usages[made]

    def loader(self, made: Instance, step: Step) -> Loader:
        """Return the loader that an object is. Its site is in the file: where it is built, or what leads to `step`."""
        loader = built(self.evaluator, made, self._site(made) or self._reached(step))
        assert loader is not None
        return loader

    def _site(self, made: Instance) -> Place | None:
        """The call in the file itself that leads to the loader."""
        file, call, frame = made.file, made.call, made.frame
        while call is not None and file is not self.file and frame is not None:
            if frame.call is None and frame.receiver is not None:
                file, call, frame = frame.receiver.file, frame.receiver.call, frame.receiver.frame
            else:
                file, call, frame = frame.file, frame.call, frame.caller
        return Place(file, call) if call is not None and file is self.file else None

    def _reached(self, step: Step) -> Place:
        """The place in the file itself that leads to a step."""
        for scene in step.scene.outwards() if step.scene else ():
            if step.file is not self.file and scene.file is self.file:
                return Place(scene.file, scene.node)
        return Place(step.file, step.node.iterable if isinstance(step.node, tree.For) else step.node)

    def builds(self, made: Instance) -> Iterable[Scene | None]:
        """Return the scenes in which a loader is built."""
        return scenes_of(self.steps, made)


def _is_endless(node: tree.Node) -> bool:
    """Whether a node is a loop that nothing ends: `while True` without a way out."""
    match node:
        case tree.While(test=tree.Constant(value=True | 1), body=body):
            inside = [n for statement in body for n in tree.walk_own(statement)]
            return not any(
                isinstance(n, tree.Return) or (isinstance(n, tree.Jump) and n.kind == "break") for n in inside
            )
    return False


def _may_leave(evaluator: Evaluator, node: tree.Node, file: File, frame: Frame | None) -> bool:
    """Whether a statement in the body of a loop may end that loop, without being asked to on the command line."""
    match node:
        case tree.Return() | tree.Jump(kind="break"):
            return True
        case tree.For() | tree.While():
            return any(isinstance(n, tree.Return) for n in tree.walk_own(node))
        case tree.Function() | tree.Class():
            return False
        case tree.If(test=test) if _is_off(evaluator, test, file, frame):
            return False
    return any(_may_leave(evaluator, child, file, frame) for child in tree.children(node))


def _is_off(evaluator: Evaluator, test: tree.Expr, file: File, frame: Frame | None) -> bool:
    """Whether a condition asks for an option that is off by default: a limit of -1 batches, or of None."""
    for node in tree.walk(test):
        if isinstance(node, tree.Attribute):
            values = evaluator.evaluate(file, node, frame)
            if values and all(isinstance(v, Const) and v.assumed and is_sentinel(v.value) for v in values):
                return True
    return False


def _is_loop_variable(file: File, iterable: tree.Expr) -> bool:
    """Whether a loop around names what is iterated: of `for loader in loaders`, each may be for something else."""
    names = [n for n in tree.walk(iterable) if isinstance(n, tree.Name)]
    found = [file.scopes.scope_at(name).lookup(name.id) for name in names]
    return any(binding.kind == "loop" for home in found if home for binding in home[1])


def _yields(node: tree.Node) -> bool:
    return any(isinstance(n, tree.Other) and n.kind in ("yield", "yield from") for n in tree.walk_own(node))


def _is_dataset_of(value: Meaning, made: Instance) -> bool:
    """Whether a value is `loader.dataset`, or something on it."""
    return isinstance(value, Member) and value.owner == made and value.name.split(".")[0] == "dataset"


_HARMLESS = {
    "builtins.len", "builtins.print", "builtins.iter", "builtins.next", "builtins.enumerate", "builtins.zip",
    "builtins.type", "builtins.isinstance", "builtins.str", "builtins.list", "monai.utils.first",
    "monai.utils.misc.first", *LOADERS,
}  # fmt: skip


def _is_harmless(callee: Meaning) -> bool:
    """Whether a library's function looks at what it is given, or is seen to iterate it, and does nothing else."""
    match callee:
        case External(path=path):
            return path in _HARMLESS or path.startswith(("tqdm.", "torch.utils.data."))
        case Member(owner=Instance(cls=External(path=path))):
            return path.startswith(("lightning.", "pytorch_lightning."))
    return False
