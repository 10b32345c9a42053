"""Batches that a loop takes from a loader by hand, with `next`: to train on them, or to evaluate a whole pass."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Instance, Meanings
from loaderlint.model.libraries.facts import Gives
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.batch_sources import Batches
from loaderlint.model.training.epoch_loops import epoch_loop, is_every_nth
from loaderlint.model.training.role import QUIET, Role, enters_without_gradients, is_without_gradients, role_of
from loaderlint.model.training.run import Scene, Step
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Taken:
    """A loader, the `loop` that takes its batches in `steps`, and the loop over epochs that makes a new iterator.

    It is taken `again` where there is such a loop, and where the loop itself goes on with a new iterator. What unseen
    code made of the loader may have `replaced` it.
    """

    made: Instance
    role: Role
    loop: Scene
    epochs: Scene | None
    again: bool
    steps: tuple[Step, ...]
    replaced: bool


@dataclass(frozen=True, slots=True)
class Sampled:
    """Where batches are taken from a loader by hand, and what the loop does with them that takes one in every turn.

    `loop` is the innermost one around, whatever it does.
    """

    place: Place
    role: Role
    loop: Scene | None = None


@dataclass(frozen=True, slots=True)
class _Start:
    """The scenes around a place that makes an iterator. It is made `anew` where the last one has come to its end.

    That is where this raises, or where a loop has counted so many turns.
    """

    scenes: tuple[Scene, ...]
    anew: bool


class Takes:
    """Finds what the steps of a program take by hand."""

    def __init__(self, evaluator: Evaluator, steps: Sequence[Step], batches: Batches) -> None:
        self._evaluator = evaluator
        self._batches = batches
        self._steps = steps
        # What `loader.__iter__()` gives is the loader again, as far as values tell.
        self._begun = [
            (step.node.targets[0], step)
            for step in steps
            if isinstance(step.node, tree.Assign)
            and isinstance(step.node.value, tree.Call)
            and isinstance(step.node.value.func, tree.Attribute)
            and step.node.value.func.attr == "__iter__"
        ]
        self._takes = [(step, taken) for step in steps if (taken := self._iterator(step)) is not None]

    def found(self) -> Iterator[Taken]:
        """Yield the loaders that are gone through batch by batch, once for each loop."""
        taken: dict[tuple[Instance, Role, Scene, Scene | None, bool], list[Step]] = {}
        for made, role, loop, epochs, again, step in self._each():
            taken.setdefault((made, role, loop, epochs, again), []).append(step)
        for (made, role, loop, epochs, again), steps in taken.items():
            iterators = [(step, iterator) for step, iterator in self._takes if step in steps]
            replaced = any(self._batches.may_replace(made, iterator, step.frame) for step, iterator in iterators)
            yield Taken(
                made, role, loop, epochs, again, tuple(dict.fromkeys((*steps, *self._alike(steps[0])))), replaced
            )

    def loaders(self, but: Container[Step] = ()) -> dict[Instance, Sampled]:
        """Return the loaders that anything is taken from by hand, each with the first place that tells what for.

        Steps that are left out, `but` these, count for nothing.
        """
        found: dict[Instance, Sampled] = {}
        for step, iterator in ((step, iterator) for step, iterator in self._takes if step not in but):
            sampled = self.sampled[Place(step.file, step.node)]
            for made in self._batches.loaders(iterator, step.frame):
                first = found.setdefault(made, sampled)
                if first.role is Role.UNKNOWN and sampled.role is not Role.UNKNOWN:
                    found[made] = sampled
        return found

    @cached_property
    def sampled(self) -> dict[Place, Sampled]:
        """The places at which batches are taken, each with what is done with them, as far as the loops around tell."""
        found: dict[Place, Sampled] = {}
        for step, _ in self._takes:
            place = Place(step.file, step.node)
            if place not in found or found[place].role is Role.UNKNOWN:
                around = step.scene.outwards() if step.scene is not None else ()
                loop = next((scene for scene in around if isinstance(scene.node, tree.For | tree.While)), None)
                found[place] = Sampled(place, self._purpose(step), loop)
        return found

    def _purpose(self, step: Step) -> Role:
        """What a batch is for: a loop says so that takes one in every turn, or trains on what it gets."""
        function = step.file.scopes.function_at(step.node)
        is_quiet = is_without_gradients(self._evaluator, function, step.frame)
        given, otherwise = Place(step.file, step.node), Role.EVALUATION if is_quiet else Role.UNKNOWN
        for scene in step.scene.outwards() if step.scene is not None else ():
            if enters_without_gradients(self._evaluator, scene):
                otherwise = Role.EVALUATION
            if isinstance(scene.node, tree.Call):
                given = Place(scene.file, scene.node)
            elif isinstance(scene.node, tree.For | tree.While):
                role = role_of(self._evaluator, scene)
                trains = role is Role.TRAINING and _goes_back(given, scene.acts.get("backward"))
                if trains or (role is not Role.UNKNOWN and self._always_takes(step, scene)):
                    return role
        return otherwise

    def _alike(self, first: Step) -> Iterator[Step]:
        """The steps that take from what is written the same in the same call: where an iterator has ended, another."""
        written = [tree.dotted(iterator) for step, iterator in self._takes if step is first]
        for step, iterator in self._takes:
            if step.frame == first.frame and tree.dotted(iterator) in written:
                yield step

    def _each(self) -> Iterator[tuple[Instance, Role, Scene, Scene | None, bool, Step]]:
        """Every step that takes a batch."""
        for step, iterator in self._takes:
            if step.scene is None:
                continue
            for made, anew in self._batches.loaders(iterator, step.frame).items():
                starts = list(self._starts(step, iterator))
                training = self._loop(step, starts)
                loop = training or self._whole_pass(step, made, starts)
                if loop is not None:
                    above = loop.above.outwards() if loop.above else ()
                    around = [s for s in above if any(s in start.scenes for start in starts)]
                    epochs = epoch_loop(
                        self._evaluator,
                        around,
                        scenes_of(self._steps, made),
                        self._batches.sources(iterator, step.frame),
                    )
                    again = epochs is not None or anew or any(loop in start.scenes for start in starts)
                    yield made, Role.EVALUATION if training is None else Role.TRAINING, loop, epochs, again, step

    def _iterator(self, step: Step) -> tree.Expr | None:
        """What a step takes the next element of."""
        match step.node:
            case tree.Call(func=tree.Name(id="next"), args=(tree.Argument(value=value, star=""), *_)):
                return value if step.fact.gives is Gives.NEXT else None
            case tree.Call(func=tree.Attribute(attr="next" | "__next__", value=value), args=()):
                return value
        return None

    def _starts(self, step: Step, iterator: tree.Expr) -> Iterator[_Start]:
        """Each place that makes the iterator."""
        for value in self._evaluator.evaluate(iterator, step.frame):
            if isinstance(value, Instance):
                for scene in scenes_of(self._steps, value):
                    anew = value.call is not None and _is_at_end(value.file.scopes.ancestors(value.call))
                    yield _Start(tuple(scene.outwards()) if scene else (), anew)
        name = tree.dotted(iterator)
        for target, other in self._begun:
            if other.frame == step.frame and name is not None and tree.dotted(target) == name:
                anew = _is_at_end(other.file.scopes.ancestors(other.node))
                yield _Start(tuple(other.scene.outwards()) if other.scene else (), anew)

    def _loop(self, step: Step, starts: list[_Start]) -> Scene | None:
        """The loop that an iterator outlives and that trains on what is taken, in every turn."""
        assert step.scene is not None
        for scene in step.scene.outwards():
            outlived = isinstance(scene.node, tree.For | tree.While) and any(
                start.anew or scene not in start.scenes for start in starts
            )
            if outlived and self._always_takes(step, scene) and role_of(self._evaluator, scene) is Role.TRAINING:
                return scene
        return None

    def _whole_pass(self, step: Step, made: Instance, starts: list[_Start]) -> Scene | None:
        """The loop that evaluates on as many batches as a loader has: `for _ in range(len(loader))`."""
        assert step.scene is not None
        scene = next((s for s in step.scene.outwards() if isinstance(s.node, tree.For | tree.While)), None)
        if scene is None or made not in self._counted_out(scene):
            return None
        begins_before = any(scene not in start.scenes for start in starts)
        if not (begins_before and self._always_takes(step, scene)):
            return None
        return scene if role_of(self._evaluator, scene) is Role.EVALUATION else None

    def _counted_out(self, loop: Scene) -> Meanings:
        """What a loop has a turn for each part of, by number; nothing for any other loop."""
        turns = loop.node.iterable if isinstance(loop.node, tree.For) else None
        while (
            isinstance(turns, tree.Call) and turns.args and self._evaluator.fact(turns.func, loop.frame).hands_through
        ):
            turns = turns.args[0].value  # `tqdm(range(len(loader)))`
        match turns:
            case tree.Call(args=(tree.Argument(value=tree.Call(args=(measured,)) as length),)):
                if self._evaluator.fact(length.func, loop.frame).gives is Gives.LENGTH:
                    return self._evaluator.evaluate(measured.value, loop.frame)
        return ()

    def _always_takes(self, step: Step, loop: Scene) -> bool:
        """Whether every turn of a loop takes a batch, with gradients; in a helper, one that trains or only fetches."""
        assert step.scene is not None
        node, file, calls, branching = step.node, step.file, list[Scene](), list[tree.Node]()
        for scene in step.scene.outwards():
            if scene is loop:
                break
            if enters_without_gradients(self._evaluator, scene):
                return False
            if isinstance(scene.node, tree.Call):
                branching += _branching(file, node, file.scopes.function_at(node))
                node, file = scene.node, scene.file
                calls.append(scene)
        for call in calls:
            if "backward" in call.acts:
                continue
            is_quiet = QUIET in call.acts and not _goes_back(Place(call.file, call.node), loop.acts.get("backward"))
            if is_quiet or "step" in call.acts:
                return False
        branching += _branching(loop.file, node, loop.node)
        return all(isinstance(n, tree.If) and self._takes_in_each_arm(step, n) for n in branching)

    def _takes_in_each_arm(self, step: Step, branching: tree.If) -> bool:
        """Whether each branch that runs takes from what is written the same: one batch of dicts, or one of tensors."""
        taking, reach = {other.node for other in self._alike(step)}, self._evaluator.branches.reach
        return all(
            any(not taking.isdisjoint(tree.walk(statement)) for statement in block)
            or (bool(block) and not step.frame.is_at_large and reach(block[0], step.frame)[0] is False)
            for _, block in tree.arms(branching)
        )


def _goes_back(call: Place, backward: Place | None) -> bool:
    """Whether what a call gives gets, through assignments, into a backward pass in the same function: to train on it.

    What it does without gradients is then to prepare a batch.
    """
    scopes = call.file.scopes
    function = scopes.function_at(call.node)
    if backward is None or backward.file is not call.file or scopes.function_at(backward.node) is not function:
        return False
    names: set[str] = set()
    for node in tree.walk_own(call.file.tree if function is None else function):
        if isinstance(node, tree.Assign) and node.value is not None and _holds(node.value, call.node, names):
            names |= {part.id for target in node.targets for part in tree.walk(target) if isinstance(part, tree.Name)}
    return _holds(backward.node, None, names)


def _holds(expr: tree.Node, call: tree.Node | None, names: set[str]) -> bool:
    """Whether an expression has a call or one of the names in it."""
    return any(part is call or (isinstance(part, tree.Name) and part.id in names) for part in tree.walk(expr))


def _branching(file: File, node: tree.Node, within: tree.Node | None) -> list[tree.Node]:
    """What decides whether code in a loop or a function comes to a node."""
    around = file.scopes.ancestors(node)
    inside = around[: around.index(within)] if within in around else []
    return [n for n in inside if isinstance(n, tree.If | tree.Conditional | tree.Lambda)]


def _is_at_end(around: Sequence[tree.Node]) -> bool:
    """Whether code stands where a pass is over, rather than in a function or loop of its own there.

    That is in what handles an exception, or where a loop has counted so many turns.
    """
    for inside, node in enumerate(around):
        if isinstance(node, tree.Handler) or (
            isinstance(node, tree.For) and any(is_every_nth(inner, node) for inner in around[:inside])
        ):
            return True
        if isinstance(node, tree.Function | tree.For | tree.While):
            return False
    return False


def scenes_of(steps: Iterable[Step], made: Instance) -> list[Scene | None]:
    """Return the scenes in which an object is made: this very one, else any by the same call."""
    making = [step for step in steps if step.node is made.call]
    return [s.scene for s in making if s.frame == made.frame] or [s.scene for s in making]
