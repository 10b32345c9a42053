"""The code that workers run: everything reached from `__getitem__`, `__iter__` or `collate_fn`, and what it draws."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from loaderlint.model import limits
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reachable import live_nodes
from loaderlint.model.inference.reasons import Why
from loaderlint.model.inference.set_before_use import set_where_made
from loaderlint.model.inference.values import (
    UNKNOWN,
    ClassRef,
    Const,
    External,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Meaning,
    Meanings,
    Member,
    Unknown,
    at_large,
    mark,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Fact, Family, Gives, Passes
from loaderlint.model.libraries.streams import RESEEDING_METHODS, draws
from loaderlint.model.libraries.torch import TENSOR_DRAWS
from loaderlint.model.loaders.dataset_kind import is_numbered
from loaderlint.model.loaders.datasets import unwrapped
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

#: Keyword arguments through which a library function is handed an RNG object.
_RNG_KEYWORDS = {"generator", "random_state", "rng"}

#: Attributes of datasets of libraries that programs set.
_SET = ("transform", "target_transform", "transforms")

#: Methods that torch calls in workers, by kind of dataset.
_BY_NUMBER = ("__getitem__", "__getitems__")
_ONE_BY_ONE = ("__iter__", "__next__")


@dataclass(frozen=True, slots=True)
class Draw:
    """A call that draws random numbers: from the object `rng`, written as `holder`, or from a global stream.

    Of a transform of a library that `augments`, `place` is where it is made, and `called` the call of it in item code,
    if it is called there.
    """

    family: Family
    place: Place
    rng: Instance | None = None
    holder: tree.Expr | None = None
    augments: bool = False
    called: tuple[tree.Call, Frame] | None = None


@dataclass(frozen=True, slots=True)
class Seeding:
    """A call that sets the state of a stream: of the object `rng` by its method `function`, or of global ones.

    For these, `function` is the path of the library's function, and `families` are the streams. In a worker, it may
    reach objects of the dataset, `by` a method that they have.
    """

    function: str
    place: Place
    frame: Frame
    rng: Instance | None = None
    families: tuple[Family, ...] = ()
    by: str | None = None


class Visit(NamedTuple):
    """One call of a function, with the nodes of its body that can run in it."""

    frame: Frame
    live: tuple[tree.Node, ...]


@dataclass(eq=False)
class ItemCode:
    """What the functions reached from some roots do. `functions` are in the order in which they were reached."""

    functions: list[tree.Function | tree.Lambda] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)  # the calls of them that are followed
    draws: list[Draw] = field(default_factory=list)
    seedings: list[Seeding] = field(default_factory=list)
    stored: set[str] = field(default_factory=set)  # attributes that are assigned
    touched: set[str] = field(default_factory=set)  # attributes and names that are read
    calls: list[tuple[External, Place]] = field(default_factory=list)  # library functions called
    moving: list[Instance] = field(default_factory=list)  # library transforms called that put samples on a device
    opaque: bool = False  # something is called that cannot be seen
    reseeds_unseen: bool = False  # something is reseeded that cannot be seen
    renewed: set[Family] = field(default_factory=set)  # the streams of libraries that questions seed from the system

    @property
    def seeded(self) -> set[Family]:
        """The streams that are seeded, of those that are not objects of the program."""
        return self.renewed | {family for seeding in self.seedings for family in seeding.families}

    def first_draw(self, family: Family) -> Draw | None:
        """Return the first draw from a global stream, if item code leaves its seed to torch."""
        if family in self.seeded:
            return None
        return next((draw for draw in self.draws if draw.family is family), None)


class Explorer:
    """Follows calls from function to function, through the project's files."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._known: dict[tuple[FunctionRef, ...], ItemCode] = {}

    def dataset(self, dataset: Instance) -> ItemCode:
        """Return what workers run for a dataset of the project: nothing where it cannot be made."""
        assert isinstance(dataset.cls, ClassRef)
        if self.evaluator.attributes.raises(dataset):
            return ItemCode()
        roots: list[FunctionRef] = []
        for name in _BY_NUMBER if is_numbered(self.evaluator, dataset.cls) else (*_BY_NUMBER, *_ONE_BY_ONE):
            roots += [m for m in self.evaluator.attributes.attribute(dataset, name) if isinstance(m, FunctionRef)]
        return self.functions(roots)

    def of_library(self, dataset: Instance) -> ItemCode:
        """Return what workers run of the functions and transforms that a dataset of a library was given."""
        walk = _Walk(self.evaluator)
        assert dataset.place is not None
        walk.use(dataset, dataset.place)
        walk.run()
        return walk.found

    def draws_nothing_unseen(self, dataset: Instance) -> bool:
        """Whether a dataset of a library was given no transform that cannot be seen."""
        given = dataset.call.args if dataset.call is not None else ()
        transforms = [a for n, a in enumerate(given) if (n > 0 if a.keyword is None else "transform" in a.keyword)]
        parts = [m for a in transforms for m in self.evaluator.evaluate(a.value, dataset.frame)]
        walk = _Walk(self.evaluator)
        return not any(a.star for a in given) and UNKNOWN not in expand(parts, walk.composed, mark)

    def functions(self, roots: list[FunctionRef]) -> ItemCode:
        """Return what is run when the functions `roots` are called."""
        key = tuple(roots)
        if key not in self._known:
            walk = _Walk(self.evaluator)
            for root in roots:
                walk.enter(root, None, at_large(root.file))
            walk.run()
            self._known[key] = walk.found
        return self._known[key]


class _Walk:
    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.found = ItemCode()
        self.waiting: list[Frame] = []
        self.seen: set[tuple[tree.Node, Instance | None, tree.Call | None]] = set()

    def enter(self, function: FunctionRef, call: tree.Call | None, frame: Frame) -> None:
        key = (function.node, function.receiver, call)
        if key in self.seen or len(self.seen) >= limits.ITEM_FUNCTIONS:
            return
        self.seen.add(key)
        inner = self.evaluator.calls.enter(function, call, frame)
        if inner is None:
            self.found.opaque = True
            return
        if function.node not in self.found.functions:
            self.found.functions.append(function.node)
        self.waiting.append(inner)

    def run(self) -> None:
        while self.waiting:
            frame = self.waiting.pop(0)
            live = tuple(live_nodes(self.evaluator, frame))
            self.found.visits.append(Visit(frame, live))
            for node in live:
                match node:
                    case tree.Call():
                        self.call(node, frame, live)
                    case tree.If(test=test) | tree.Conditional(test=test):
                        self.ask(test, frame)
                    case tree.Subscript():
                        self.enter_special("__getitem__", node.value, frame)
                    case tree.For() | tree.Clause():
                        self.enter_special("__iter__", node.iterable, frame)
                    case tree.Assign():
                        self.found.stored.update(t.attr for t in node.targets if isinstance(t, tree.Attribute))
                    case tree.Attribute():
                        self.found.touched.add(node.attr)
                        for owner in self.evaluator.evaluate(node.value, frame):
                            if getter := self.evaluator.attributes.getter(owner, node.attr):
                                self.enter(getter, None, frame)
                    case tree.Name():
                        self.found.touched.add(node.id)

    def ask(self, question: tree.Expr, frame: Frame) -> None:
        """Note what a question for the truth, or the length, of something renews: `if self.transform:`."""
        match question:
            case tree.Operation(op="and" | "or" | "not", operands=operands):
                for operand in operands:
                    self.ask(operand, frame)
            case tree.Name() | tree.Attribute():
                values = self.evaluator.evaluate(question, frame)
                self.found.renewed |= {v.fact.renewed for v in values if isinstance(v, Instance) and v.fact.renewed}

    def enter_special(self, name: str, value: tree.Expr, frame: Frame) -> None:
        """Enter the method that `value[...]` or a loop over `value` calls: datasets hold other datasets."""
        held = tuple(v for v in self.evaluator.evaluate(value, frame) if isinstance(v, Instance | Member))
        for dataset in unwrapped(self.evaluator, held):
            for method in self.evaluator.attributes.attribute(dataset, name):
                if isinstance(method, FunctionRef):
                    self.enter(method, None, frame)

    def call(self, call: tree.Call, frame: Frame, live: tuple[tree.Node, ...]) -> None:
        place = frame.place(call)
        of_tensor = isinstance(call.func, tree.Attribute) and call.func.attr in TENSOR_DRAWS
        if of_tensor and not self.names_rng(call, frame):
            self.found.draws.append(Draw(Family.TORCH, place))
        meanings = self.evaluator.evaluate(call.func, frame)
        if UNKNOWN in meanings and not self.only_makes_base(call, meanings):
            self.found.opaque = True
        if isinstance(call.func, tree.Attribute) and call.func.attr in RESEEDING_METHODS:
            self.found.reseeds_unseen |= any(map(_is_of_unseen, meanings))
        handed = self.handed(place, frame)
        certain = UNKNOWN not in meanings
        before = len(self.found.draws)
        for meaning in meanings:
            self.apply(meaning, place, frame, certain=certain, handed=handed)
        # Another index where a sample cannot be read says nothing of the others.
        recovers = any(isinstance(above, tree.Handler) for above in frame.file.scopes.ancestors(call))
        if len(self.found.draws) > before and (recovers or _is_unused(place, live)):
            del self.found.draws[before:]

    def only_makes_base(self, call: tree.Call, callees: Meanings) -> bool:
        """Whether a call is `super().__init__()` of a dataset of a library, which does no more than keep things."""
        if not isinstance(call.func, tree.Attribute) or call.func.attr != "__init__":
            return False
        reasons = [callee.reason for callee in callees if isinstance(callee, Unknown)]
        bases = [r.about for r in reasons if r is not None and r.why is Why.INHERITED]
        return len(bases) == len(callees) and all(self.evaluator.external(base).fact.dataset for base in bases)

    def apply(self, callee: Meaning, place: Place, frame: Frame, *, certain: bool, handed: Draw | None) -> None:
        """Note what calling `callee` at `place` does. Draws count only where nothing else can be called."""
        call = place.node
        assert isinstance(call, tree.Call)
        match callee:
            case FunctionRef():
                self.enter(callee, call, frame)
            case ClassRef():
                made = Instance(callee, call, frame)
                for init in self.evaluator.attributes.attribute(made, "__init__"):
                    if isinstance(init, FunctionRef):
                        self.enter(init, call, frame)
            case External(path=path, fact=fact):
                self.found.calls.append((callee, place))
                if fact.passes is Passes.ALL_BUT_FIRST:
                    self.mapped(call, fact, frame)
                if fact.gives is Gives.LENGTH and call.args:
                    self.ask(call.args[0].value, frame)
                if fact.seeds:
                    self.found.seedings.append(Seeding(path, place, frame, families=fact.seeds))
                elif certain and handed is not None:
                    self.found.draws.append(handed)
                elif certain and fact.draws and not self.names_rng(call, frame):
                    self.found.draws.append(Draw(fact.draws, place))
            case Member(owner=owner, name=name):
                if owner.fact.rng:
                    if name in RESEEDING_METHODS:
                        self.found.seedings.append(Seeding(name, place, frame, owner))
                    elif certain and draws(name):
                        holder = call.func.value if isinstance(call.func, tree.Attribute) else call.func
                        self.found.draws.append(Draw(Family.OBJECT, place, owner, holder))
                elif name in ("__call__", "augment_image", "augment_images", "augment"):
                    self.use(owner, place, call, frame, certain=certain)
            case Instance():
                self.use(callee, place, call, frame, certain=certain)

    def mapped(self, call: tree.Call, fact: Fact, frame: Frame) -> None:
        """Note what `map(function, values)` calls."""
        for row in self.evaluator.rows(call, fact):
            assert isinstance(row, tree.Call)
            callees = self.evaluator.evaluate(row.func, frame)
            self.found.opaque |= UNKNOWN in callees
            for callee in callees:
                self.apply(callee, frame.place(row), frame, certain=UNKNOWN not in callees, handed=None)

    def use(
        self,
        value: Instance,
        place: Place,
        call: tree.Call | None = None,
        frame: Frame | None = None,
        *,
        certain: bool = True,
    ) -> None:
        """Note what calling the object `value` does, and the transforms that it calls: by `call` in `frame`."""
        called: Meaning = value
        for part in expand([called], self.composed, mark):
            if isinstance(part, FunctionRef):
                self.enter(part, None, frame or at_large(part.file))
            elif isinstance(part, Instance):
                for method in self.evaluator.attributes.callables(part):
                    self.enter(method, call, frame or at_large(method.file))
                if part.fact.moves and certain:
                    self.found.moving.append(part)
                if part.fact.augments and (certain or part is not value) and not self.is_still(part):
                    called_at = None if call is None or frame is None else (call, frame)
                    draw = Draw(part.fact.augments, part.place or place, augments=True, called=called_at)
                    self.found.draws.append(draw)

    def is_still(self, augmenter: Instance) -> bool:
        """Whether an object that augments is given what keeps it from drawing, or not what makes it draw."""
        fact = augmenter.fact
        if augmenter.call is None:
            return False
        if fact.still_without is not None and not self.is_given(augmenter, augmenter.call, *fact.still_without):
            return True
        return fact.still_with is not None and self.is_given(augmenter, augmenter.call, *fact.still_with)

    def is_given(self, made: Instance, call: tree.Call, name: str, value: object) -> bool:
        """Whether the call that makes an object certainly gives a value by keyword."""
        given = [a.value for a in call.args if a.keyword == name]
        values = [m for expr in given for m in self.evaluator.evaluate(expr, made.frame)]
        return bool(values) and all(isinstance(m, Const) and m.value == value for m in values)

    def composed(self, value: Meaning) -> Meanings:
        """Return what a transform of a library applies one after the other, and what a list of transforms holds.

        And what a dataset of a library was given, or has in place of that since: `images.transform = flips`.
        """
        match value:
            case Instance(call=tree.Call(args=args)) if value.fact.composite:
                later = {n: set_where_made(self.evaluator, value, n) for n in _SET if value.fact.dataset}
                names = {value.fact.pictures: "transform"}
                of_call = (a.value for n, a in enumerate(args) if not later.get(a.keyword or names.get(n, "")))
                parts = (m for expr in of_call for m in self.evaluator.evaluate(expr, value.frame))
                return (*parts, *(m for values in later.values() for m in values))
            case Items():
                return self.evaluator.elements((value,))
        return ()

    def handed(self, place: Place, frame: Frame) -> Draw | None:
        """Return the draw from an RNG object that a call passes on by keyword."""
        for argument in place.node.args if isinstance(place.node, tree.Call) else ():
            if argument.keyword in _RNG_KEYWORDS:
                values = self.evaluator.evaluate(argument.value, frame)
                rngs = [v for v in values if not isinstance(v, Const)]
                only = rngs[0] if len(rngs) == 1 else None
                if isinstance(only, Instance) and only.fact.rng:
                    return Draw(Family.OBJECT, place, only, argument.value)
        return None

    def names_rng(self, call: tree.Call, frame: Frame) -> bool:
        """Whether a call may be passed an RNG object by keyword: with None, or that of a stream, it draws from that."""
        given = (a.value for a in call.args if a.keyword in _RNG_KEYWORDS)
        values = (value for expr in given for value in self.evaluator.evaluate(expr, frame))
        return any(a.star == "**" for a in call.args) or not all(map(_is_of_stream, values))


def _is_of_stream(value: Meaning) -> bool:
    """Whether a value, passed on as an RNG object, leads to a global stream."""
    match value:
        case Const(value=None):
            return True
        case External(fact=fact):
            return bool(fact.global_stream)
    return False


def _is_of_unseen(method: Meaning) -> bool:
    """Whether a method belongs to a thing of which nothing is seen, such as one of the transforms of a `Compose`."""
    return isinstance(method, Unknown) or (isinstance(method, Member) and "." in method.name)


def _is_unused(place: Place, live: tuple[tree.Node, ...]) -> bool:
    """Whether what an expression gives goes to names that no code reads that runs: a flip for training alone."""
    statement = next((a for a in place.file.scopes.ancestors(place.node) if isinstance(a, tree.Assign)), None)
    targets = statement.targets if statement is not None and not statement.op else ()
    names = [target.id for target in targets if isinstance(target, tree.Name)]
    mentioned = [node.id for node in live if isinstance(node, tree.Name) and node.id in names]
    return bool(names) and len(names) == len(targets) and sorted(mentioned) == sorted(names)
