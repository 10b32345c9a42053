"""How much is understood of the loaders that a program makes: what of each is not known, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.inference.run_as_program import is_run
from loaderlint.model.inference.values import Frame, Instance, Unknown, function_name
from loaderlint.model.libraries.words import DATA_METHODS
from loaderlint.model.loaders.loader import Loader, instances
from loaderlint.model.loaders.unseen import lost_options
from loaderlint.model.project.file import Place
from loaderlint.model.training.named_role import Named, named_role
from loaderlint.model.training.next_calls import Sampled
from loaderlint.model.training.program import Program
from loaderlint.model.training.role import Role
from loaderlint.model.training.run import Scene, Step
from loaderlint.model.training.side_effects import is_seen
from loaderlint.model.training.usage import Use
from loaderlint.model.training.whereabouts import Idle, idle, lost_at, why_handed_on
from loaderlint.syntax import tree


@dataclass(frozen=True)
class Sighting:
    """A loader as one program makes it on one way, and what that does with it."""

    program: Program
    loader: Loader
    uses: tuple[Use, ...]

    @property
    def is_at_large(self) -> bool:
        """Whether the loader is built in a function of which no call is seen, or by what such a function calls.

        A call that hands the function to a library, which starts it, counts as one.
        """
        *_, (call, frame) = self._leading
        steps = (step for step in self.program.steps if step.node is call and _is_alike(step.frame, frame))
        return self._waits_for_calls(frame.place(call)) and not any(map(self._is_led_to, steps))

    def _waits_for_calls(self, place: Place) -> bool:
        """Whether code runs only if something calls the function that it stands in, and no decorator does so."""
        function = place.file.scopes.function_at(place.node)
        return function is not None and not self.program.evaluator.calls.is_changed(function, place.file)

    def _is_led_to(self, step: Step) -> bool:
        """Whether the program comes to a step by a call that does not wait for another one."""
        scenes = tuple(step.scene.outwards()) if step.scene is not None else ()
        led = any(isinstance(scene.node, tree.Call) for scene in scenes)
        return led and not self._waits_for_calls(Place(scenes[-1].file, scenes[-1].node))

    @property
    def way(self) -> tuple[Place, ...]:
        """The calls that lead to the loader, from the one that makes it outwards."""
        return tuple(frame.place(call) for call, frame in self._leading)

    @property
    def _leading(self) -> Iterator[tuple[tree.Call, Frame]]:
        made = self.loader.made
        assert made.call is not None
        return made.frame.leading(made.call)

    @cached_property
    def idle(self) -> Idle | None:
        """What is done with a loader that nothing goes through, if all ways that it goes are seen."""
        return None if self.uses else idle(self.program, self.loader.made, alone=self.program.is_script)

    @cached_property
    def only_reads(self) -> bool:
        """Whether no loop that goes through the loader trains on it, nor is it handed on to code that might."""
        reads = self.program.readings.only_reads
        loops = [None if use.relays else use.loop for use in self.uses]
        if not loops and self.sampled is not None:
            loops = [self.sampled.loop]
        hands_on = self.program.hands_on(self.loader.made)
        return bool(loops) and not hands_on and all(loop is not None and reads(loop) for loop in loops)

    @property
    def is_understood(self) -> bool:
        """Whether all is known: options, dataset, what the loader is for, and how often it is gone through."""
        if next(lost_options(self.loader), None) is not None:
            return False
        if not self.uses:
            return self.idle is not None
        return self._has_role and any(lost_epochs(self.program.evaluator, use) is None for use in self.uses)

    @cached_property
    def sampled(self) -> Sampled | None:
        """Where batches are taken by hand from a loader that nothing goes through, and what for."""
        if self.uses:
            return None
        found = [sampled for made, sampled in self.program.taken_by_hand.items() if made.call is self.loader.call]
        if found:
            return max(found, key=lambda sampled: sampled.role is not Role.UNKNOWN)
        lost = self._lost_at
        if lost is None or lost.why is not Why.TAKEN or lost.place is None:
            return None
        return self.program.sampled.get(lost.place, Sampled(lost.place, Role.UNKNOWN))

    @property
    def _has_role(self) -> bool:
        if not self.uses:
            return self.only_reads or (self.sampled is not None and self.sampled.role is not Role.UNKNOWN)
        return any(use.role is not Role.UNKNOWN for use in self.uses) or self.only_reads

    def lost(self) -> Iterator[tuple[str, Reason]]:
        """Yield what is not known, each with the reason: options by name, the `role` and the `epochs`."""
        yield from lost_options(self.loader)
        if not self.uses:
            if self.idle is not None:
                return
            reason = self._unused()
            if not self._has_role:
                yield "role", reason
            yield "epochs", reason
            return
        if not self._has_role:
            first = self.uses[0]
            because = _unseen_call(self.program.evaluator, first.loop) if first.loop is not None else None
            yield "role", Reason(Why.NO_ROLE, place=first.place, because=because)
        epochs = [lost_epochs(self.program.evaluator, use) for use in self.uses]
        if epochs[0] is not None and None not in epochs:
            yield "epochs", epochs[0]

    @property
    def named(self) -> Named | None:
        """What the loader is for by its names, if nothing is seen of what goes through it."""
        if self.uses or self._has_role or self.idle is not None:
            return None
        return named_role(self.loader, self.program.frames_of(self.loader.made))

    def presumed(self) -> Iterator[str]:
        """Yield what may be presumed of that which is not known, by name: the program as it is says no better.

        Those are parameters of a function of which no call is seen, at their defaults, and a role by name.
        """
        for name, reason in lost_options(self.loader):
            if reason.why is Why.NO_CALL and self.loader[name].left_to_callers is not None:
                yield name
        if self.named is not None:
            yield "role"

    @cached_property
    def _lost_at(self) -> Reason | None:
        """Where the loader gets that nothing goes through, and why it is not seen what is done with it there."""
        return lost_at(self.program, self.loader.made, alone=self.program.is_script)

    def _unused(self) -> Reason:
        """Why no use is seen: nothing builds the loader, or a library gets it, or it goes nobody knows where."""
        made = self.loader.made
        assert made.call is not None
        frames = [step.frame for step in self.program.steps if step.node is made.call] or [made.frame]
        outermost = [list(frame.way(made.call))[-1] for frame in frames]
        functions = [place.file.scopes.function_at(place.node) for place in outermost]
        if (function := functions[0]) is not None:
            place = self.loader.place if outermost[0].node is made.call else outermost[0]
            evaluator = self.program.evaluator
            is_changed = evaluator.calls.is_changed(function, outermost[0].file)
            if is_changed and not is_run(evaluator, function, outermost[0].file):
                return Reason(Why.BUILT_BY_DECORATOR, function_name(function), place)
            if self.is_at_large:
                return Reason(Why.NOT_BUILT, function_name(function), place)
        evaluator = self.program.evaluator
        for step in self.program.steps:
            call = step.node
            if not isinstance(call, tree.Call) or is_seen(evaluator, step):
                continue
            for argument in call.args:
                if self.loader.made in instances(evaluator, evaluator.evaluate(argument.value, step.frame)):
                    return why_handed_on(step.callees, Place(step.file, call))
        if self.sampled is not None:
            return Reason(Why.TAKEN, place=self.sampled.place)
        for one, place in self.program.relayed.items():
            if one.call is made.call:
                return Reason(Why.RELAYED, place=place)
        return self._lost_at or Reason(Why.NO_LOOP, place=self.loader.place)


def sightings(analysis: Analysis) -> dict[Place, list[Sighting]]:
    """Return the loaders that the program in a file makes, by place: each on all the ways on which it is made."""
    found: dict[Place, dict[Instance, Sighting]] = {}
    for usage in analysis.usages:
        ways = found.setdefault(usage.loader.place, {})
        ways[usage.loader.made] = Sighting(analysis.program, usage.loader, tuple(usage.uses))
    for loader in analysis.loaders:
        ways = found.setdefault(loader.place, {})
        ways.setdefault(loader.made, Sighting(analysis.program, loader, ()))
    return {place: on_ways(list(ways.values())) for place, ways in found.items()}


def on_ways(seen: list[Sighting]) -> list[Sighting]:
    """Leave out what is known of a loader at large, if it is also seen on ways that lead to it, or further outwards."""
    if len(seen) < 2:
        return seen
    found = [sighting for sighting in seen if not sighting.is_at_large]
    if not found:
        begun = {sighting.way[:length] for sighting in seen for length in range(1, len(sighting.way))}
        found = [sighting for sighting in seen if sighting.way not in begun]
    used = [sighting for sighting in found if sighting.uses]
    return [one for one in found if one.uses or not any(_leads_past(one, other) for other in used)]


def _leads_past(one: Sighting, other: Sighting) -> bool:
    """Whether a program comes to a loader also by way of the object that keeps it, past what its methods call.

    That is the same loader: what an object keeps is there whichever of its methods put it there.
    """
    calls = iter(one.way)
    return one.program is other.program and all(place in calls for place in other.way)


def _is_alike(frame: Frame, other: Frame) -> bool:
    """Whether a frame is that of the same call as another one, or of no call that is known, as that is."""
    return frame == other or (frame.call is None and other.is_at_large)


def lost_epochs(evaluator: Evaluator, use: Use) -> Reason | None:
    """Return why it is not known how often a use of a loader happens; None if it is known."""
    if not use.counted:
        return Reason(Why.NOT_COUNTED, place=use.place)
    if use.repeated or not use.scenes:
        return None
    outermost = use.scenes[-1]
    function = outermost.file.scopes.function_at(outermost.node)
    if function is None or is_run(evaluator, function, outermost.file):
        return None
    place = use.place if use.loop is outermost else Place(outermost.file, outermost.node)
    return Reason(Why.NO_EPOCHS, function_name(function), place)


def _unseen_call(evaluator: Evaluator, loop: Scene) -> Reason | None:
    """Why it is not known what a loop calls on something from before it, where that is the first such call."""
    scopes = loop.file.scopes
    calls = (n for n in tree.walk(loop.node) if isinstance(n, tree.Call) and isinstance(n.func, tree.Attribute))
    for call in calls:
        *_, root = tree.walk(call.func)
        found = scopes.scope_at(root).lookup(root.id) if isinstance(root, tree.Name) else None
        if found is None or tree.last_name(call.func) in DATA_METHODS:
            continue
        if any(loop.node in (binding.node, *scopes.ancestors(binding.node)) for binding in found[1]):
            continue
        for value in evaluator.evaluate(call.func, loop.frame):
            if isinstance(value, Unknown) and value.reason is not None and value.reason.place is not None:
                return value.reason
    return None
