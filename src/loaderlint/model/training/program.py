"""What a program does with its loaders once they are built: loops over them, calls of `next`, Lightning's trainer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import cached_property

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.flags import runs_on_import
from loaderlint.model.inference.values import ClassRef, Frame, Instance, Meaning
from loaderlint.model.loaders.loader import Loader, built, instances
from loaderlint.model.project.file import File, Place
from loaderlint.model.training.batch_sources import Batches
from loaderlint.model.training.epoch_loops import epoch_loop
from loaderlint.model.training.next_calls import Taken, Takes, scenes_of
from loaderlint.model.training.readings import Readings
from loaderlint.model.training.role import Role, is_in_quiet, note_act, role_of
from loaderlint.model.training.run import Scene, Step, run
from loaderlint.model.training.side_effects import is_seen
from loaderlint.model.training.trainers import Handed, handed, hooks, looped, trained
from loaderlint.model.training.usage import Usage, Use
from loaderlint.syntax import tree


class Program:
    """A file as it runs, with its loaders' uses."""

    def __init__(self, evaluator: Evaluator, file: File) -> None:
        self.evaluator = evaluator
        self.file = file
        self.batches = Batches(evaluator)
        self.steps: list[Step] = []
        self.gone_through: dict[ClassRef, None] = {}
        self.relayed: dict[Instance, Place] = {}  # by a loop that yields the batches on, once
        self._relayed_in_quiet: dict[Instance, None] = {}  # so what takes them runs without gradients, too
        self._usages: dict[Instance, Usage] = {}
        loops = []
        for step in run(evaluator, file):
            note_act(evaluator, step)
            if isinstance(step.node, tree.For | tree.Comprehension):
                loops.append(step)
            if isinstance(step.node, tree.Call | tree.Assign):
                self.steps.append(step)
        for step in loops:
            self._iterated(step)
        for usage in (self._usages[made] for made in self._relayed_in_quiet if made in self._usages):
            usage.uses = [replace(u, role=Role.EVALUATION) if u.role is Role.UNKNOWN else u for u in usage.uses]
        takes = Takes(evaluator, self.steps, self.batches)
        gone_through = list(takes.found())
        for taken in gone_through:
            self._taken(taken)
        self.taken_by_hand = takes.loaders()
        self.sampled = takes.sampled
        passes = {step for taken in gone_through if taken.role is Role.EVALUATION for step in taken.steps}
        sampled = takes.loaders(but=passes)
        for made, usage in self._usages.items():
            usage.sampled = made in sampled
        for step in self.steps if self._usages else ():
            if isinstance(step.node, tree.Call):
                self._passed(step, step.node)
        for found in hooks(evaluator, file):
            self._handed(found, None)
        for step in self.steps:
            for found in (*handed(evaluator, step), *trained(evaluator, step), *looped(evaluator, self.steps, step)):
                self._handed(found, step.scene)

    @property
    def usages(self) -> tuple[Usage, ...]:
        """The loaders that are consumed."""
        return tuple(self._usages.values())

    @cached_property
    def is_script(self) -> bool:
        """Whether whatever imports the file goes through its batches: as a rule nothing does, it is there to be run."""
        scenes = (use.scenes[-1] for usage in self.usages for use in usage.uses if use.scenes)
        places = [Place(scene.file, scene.node) for scene in scenes]
        places += [sampled.place for sampled in self.taken_by_hand.values()]
        return any(place.file is self.file and runs_on_import(self.file, place.node) for place in places)

    @cached_property
    def readings(self) -> Readings:
        """What tells the loops that only read from those that may train."""
        return Readings(self.evaluator, self.steps)

    def usages_of(self, call: tree.Call) -> Iterator[Usage]:
        """Yield the usages of the loaders that a call builds."""
        return (usage for usage in self._usages.values() if usage.loader.call is call)

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
            relays = step.node in step.file.relays
        # Loops that show what they are for are worth the work.
        with self.evaluator.memo.thorough() if step.inner.acts else nullcontext():
            streams = self.batches.objects(iterable, step.frame)
        found = {made: anew for made, anew in streams.items() if built(self.evaluator, made)}
        if not found:
            self.gone_through |= {made.cls: None for made in streams if isinstance(made.cls, ClassRef)}
        place = Place(step.file, iterable)
        sources = list(self.batches.sources(iterable, step.frame)) if found else []
        mixed = len(found) > 1 and any(
            not found.keys().isdisjoint(self.evaluator.evaluate(expr, frame)) and _is_chosen_in_turn(step, expr)
            for expr, frame in sources
            if frame is step.frame
        )
        role = Role.UNKNOWN if relays or not found else role_of(self.evaluator, step.inner, mixed=mixed)
        for made, anew in found.items():
            usage = self._usage(made)
            around = step.scene.outwards() if step.scene else ()
            epochs = epoch_loop(self.evaluator, around, self.builds(made), sources)
            if epochs is not None or not relays:
                replaced = self.batches.may_replace(made, iterable, step.frame)
                repeated = epochs is not None or anew
                use = Use(place, role, repeated, step.inner, epochs, relays, replaced=replaced)
                usage.uses.append(use)
            else:
                self.relayed.setdefault(made, place)
                if is_in_quiet(self.evaluator, step.inner):
                    self._relayed_in_quiet.setdefault(made)

    def _taken(self, taken: Taken) -> None:
        """Take in batches that are taken by hand."""
        first = taken.steps[0]
        place = Place(first.file, first.node)
        usage = self._usage(taken.made)
        loops = taken.loop, taken.epochs
        use = Use(place, taken.role, taken.again, *loops, taken=taken.steps, replaced=taken.replaced)
        usage.uses.append(use)

    def _passed(self, step: Step, call: tree.Call) -> None:
        """Take in loaders that are passed to something that is not seen: it may do anything with them."""
        passed = [a for a in call.args if isinstance(a.value, tree.Name | tree.Attribute | tree.Subscript)]
        if not passed or is_seen(self.evaluator, step):
            return
        for argument in passed:
            for value in self.evaluator.evaluate(argument.value, step.frame):
                if isinstance(value, Instance) and value in self._usages:
                    self._usages[value].clear = False

    def _handed(self, found: Handed, around: Scene | None) -> None:
        for made in dict.fromkeys(instances(self.evaluator, found.values)):
            if built(self.evaluator, made):
                use = Use(
                    found.place,
                    found.role,
                    found.repeated,
                    moved=found.moved,
                    ranks=found.ranks,
                    sampled=found.sampled,
                    counted=found.counted,
                    called=found.called,
                    around=around,
                )
                self._usage(made).uses.append(use)

    def _usage(self, made: Instance) -> Usage:
        if made not in self._usages:
            self._usages[made] = Usage(self.loader(made))
        return self._usages[made]

    def only_looks_at(self, call: tree.Call) -> bool:
        """Whether the loaders that a call builds are for nothing but a look at single batches, as far as is seen."""
        made = [one for one in self.taken_by_hand if one.call is call]
        return bool(made) and not any(self.usages_of(call)) and not any(map(self.hands_on, made))

    def hands_on(self, made: Instance) -> bool:
        """Whether a loader is handed, by itself or in a list, to code that is not seen: that may give it other options.

        The `fit` of a library sets its own `collate_fn`.
        """
        return made in self._handed_on

    def handed_to(self, call: tree.Call) -> list[str]:
        """Return the names of what is not seen that loaders which a call builds are handed to."""
        made = [(value, names) for value, names in self._handed_on.items() if isinstance(value, Instance)]
        return [name for value, names in made if value.call is call for name in names]

    @cached_property
    def _handed_on(self) -> dict[Meaning, list[str]]:
        found: dict[Meaning, list[str]] = {}
        for step in self.steps:
            if isinstance(step.node, tree.Call) and not is_seen(self.evaluator, step):
                for part in (part for argument in step.node.args for part in _displayed(argument.value)):
                    for value in self.evaluator.evaluate(part, step.frame):
                        found.setdefault(value, []).append(tree.last_name(step.node.func))
        return found

    def loader(self, made: Instance) -> Loader:
        """Return the loader that an object is."""
        loader = built(self.evaluator, made)
        assert loader is not None
        return loader

    def frames_of(self, made: Instance) -> list[Frame]:
        """Return the frames in which a loader is built, in the calls that lead there as far as any do."""
        frames = dict.fromkeys(step.frame for step in self.steps if step.node is made.call)
        called = [frame for frame in frames if not frame.is_at_large] if made.frame.is_at_large else []
        return called or [made.frame]

    def builds(self, made: Instance) -> Iterable[Scene | None]:
        """Return the scenes in which a loader is built."""
        return scenes_of(self.steps, made)


def _displayed(expr: tree.Expr) -> Iterator[tree.Expr]:
    """What may be a loader of an argument: itself, or what is in a list or a tuple of it."""
    match expr:
        case tree.Name() | tree.Attribute():
            yield expr
        case tree.Sequence(items=items):
            for item in items:
                yield from _displayed(item)


def _is_chosen_in_turn(step: Step, expr: tree.Expr) -> bool:
    """Whether a loop around a step chooses what gives its loader: each turn may be for something else.

    Its variable names the loader, as in `for loader in loaders`, or its body gives the loader's name a value. The
    variable of a loop of which the turn is known chooses nothing.
    """
    scopes, known = step.file.scopes, {loop for loop, _ in step.frame.turns}
    loops = {above for above in scopes.ancestors(step.node) if isinstance(above, tree.For | tree.While)}
    names = [n for n in tree.walk(expr) if isinstance(n, tree.Name)]
    found = [scopes.scope_at(name).lookup(name.id) for name in names]
    bindings = [binding for home in found if home for binding in home[1]]
    chosen = [binding for binding in bindings if binding.node not in known]
    return any(b.kind == "loop" or not loops.isdisjoint(scopes.ancestors(b.node)) for b in chosen)
