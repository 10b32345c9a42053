"""One loader and what is done with it: the loops that consume its batches, what for, and how often."""

from __future__ import annotations

from dataclasses import dataclass, field

from loaderlint.model.inference.arithmetic import is_sentinel
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, Frame, FunctionRef
from loaderlint.model.libraries.lightning import EVALUATING
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.kept_names import kept_as
from loaderlint.model.training.role import Role
from loaderlint.model.training.run import Scene, Step
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One way in which the batches of a loader are consumed.

    `loop` is the loop over batches, and `epochs` the loop that runs it again; both are None where a library runs them.
    That is not `counted` where a library runs it when something else asks for it.
    `place` is what is iterated, or what hands the loader over; what unseen code made of the loader may have `replaced`
    it there. A loop that `relays` yields the batches on, again and again, to code that takes them one by one. `taken`
    are the calls of `next` that take a batch, where a loop does so by hand. `moved` is what has a library move
    the batches to a GPU, `ranks` what has it run several processes, and `sampled` what has it put in a sampler for
    ranks, though there may be one only. `called` is the function of the project that a
    library gives each batch, after the object that goes through them, and `around` what the call is in that hands the
    loader over.
    """

    place: Place
    role: Role
    repeated: bool
    loop: Scene | None = None
    epochs: Scene | None = None
    relays: bool = False
    taken: tuple[Step, ...] = ()
    moved: Place | None = None
    ranks: Place | None = None
    sampled: Place | None = None
    replaced: bool = False
    counted: bool = True
    called: FunctionRef | None = None
    around: Scene | None = None

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """The loop over batches and all that is around it."""
        return tuple(self.loop.outwards()) if self.loop else ()

    def is_whole(self, evaluator: Evaluator) -> bool:
        """Whether nothing is seen that could end the loop over batches early, but for what is off by default."""
        match self.loop:
            case Scene(node=tree.For(body=body), frame=frame):
                return not any(_may_leave(evaluator, statement, frame) for statement in body)
        return True

    @property
    def differs_by_order(self) -> bool:
        """Whether passes are counted out, with nothing that could train in between: they differ by the order alone."""
        match self.epochs:
            case Scene(node=tree.For(iterable=tree.Call(func=tree.Name(id="range"))), acts=acts):
                return acts.keys().isdisjoint({"backward", "step", "left open"})
        return False

    def is_named(self, word: str) -> bool:
        """Whether a word occurs in the names of what is iterated."""
        names = (n.attr if isinstance(n, tree.Attribute) else n.id for n in tree.walk(self.place.node)
                 if isinstance(n, tree.Attribute | tree.Name))  # fmt: skip
        return any(word in name.lower() for name in names)


@dataclass(eq=False)
class Usage:
    """A loader and what is seen to be done with it. `clear` is False where something else may be done with it, too.

    It is `sampled` where batches are taken from it by hand, with `next`: such as one to look at.
    """

    loader: Loader
    uses: list[Use] = field(default_factory=list)
    clear: bool = True
    sampled: bool = False

    @property
    def training(self) -> Use | None:
        """The use that trains on the loader, rather one that certainly does, and epoch after epoch."""
        uses = [use for use in self.uses if use.role is Role.TRAINING]
        return max(uses, key=lambda use: (not use.replaced, use.repeated), default=None)

    @property
    def evaluated_again(self) -> Use | None:
        """The first use that evaluates on the loader epoch after epoch."""
        return next((use for use in self.uses if use.role is Role.EVALUATION and use.repeated), None)

    @property
    def long_uses(self) -> list[Use]:
        """The uses that train, or go through all batches again and again, the most telling first."""
        telling = [use for use in (self.training, self.evaluated_again) if use is not None]
        whole = [use for use in self.uses if use.repeated and use.is_whole(self.loader.evaluator)]
        return list(dict.fromkeys((*telling, *whole)))

    @property
    def evaluation(self) -> Use | None:
        """The first use, if all that is done with the loader is to evaluate on it in whole passes.

        Code that calls what it iterates over training data has its reasons, whatever it does with it.
        """
        evaluator = self.loader.evaluator
        uses = beside_relays(self.uses)
        clear = self.clear and all(use.role is Role.EVALUATION and use.is_whole(evaluator) for use in uses)
        kept = any("train" in name.lower() for name in kept_as(self.loader.file, self.loader.call))
        named = kept or any(use.is_named("train") for use in self.uses) or self._is_got_by("train")
        return uses[0] if uses and clear and not named else None

    def _is_got_by(self, word: str) -> bool:
        """Whether a word occurs in the name of a function that gives the loader, or in what that is asked for."""
        around = [scene for use in self.uses if (scene := use.loop or use.around) is not None]
        running = {outer.node for scene in around for outer in scene.outwards()}  # `train()` itself builds the loader
        for place in self.loader.way:
            match place.node:
                case tree.Call(func=func, args=args) if place.node not in (self.loader.call, *running):
                    asked = [a.value.value for a in args if isinstance(a.value, tree.Constant)]
                    names = [tree.last_name(func), *(value for value in asked if isinstance(value, str))]
                    # A `Trainer` builds loaders for all that it does.
                    if any(word in name.lower().replace("trainer", "") for name in names):
                        return True
        return False


def steps_beside(place: Place) -> list[tree.Function]:
    """Return the steps for evaluation of the Lightning module that code stands in."""
    function = place.file.scopes.function_at(place.node)
    cls = place.file.scopes.class_of(function) if function is not None else None
    methods = place.file.methods(cls) if cls is not None else {}
    return [method for name, method in methods.items() if name in EVALUATING]


def beside_relays(uses: list[Use]) -> list[Use]:
    """Return the uses but for those that yield the batches on to one of the others, which does something with them."""
    return [use for use in uses if not use.relays] or uses


def _may_leave(evaluator: Evaluator, node: tree.Node, frame: Frame) -> bool:
    """Whether a statement in the body of a loop may end that loop, without being asked to on the command line."""
    match node:
        case tree.Return() | tree.Jump(kind="break"):
            return True
        case tree.For() | tree.While():
            return any(isinstance(n, tree.Return) for n in tree.walk_own(node))
        case tree.Function() | tree.Class():
            return False
        case tree.If(test=test) if _is_off(evaluator, test, frame):
            return False
    return any(_may_leave(evaluator, child, frame) for child in tree.children(node))


def _is_off(evaluator: Evaluator, test: tree.Expr, frame: Frame) -> bool:
    """Whether a condition asks for an option that is off by default: a limit of -1 batches, or of None."""
    for node in tree.walk(test):
        if isinstance(node, tree.Attribute):
            values = evaluator.evaluate(node, frame)
            if values and all(isinstance(v, Const) and v.assumed and is_sentinel(v.value) for v in values):
                return True
    return False
