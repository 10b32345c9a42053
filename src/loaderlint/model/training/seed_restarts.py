"""Whether a program sets the stream that decides the order of a loader anew in every epoch (FACTS.md 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from loaderlint.model.inference.values import External, Instance, Meaning, Member
from loaderlint.model.libraries.facts import Family
from loaderlint.model.libraries.words import PUTTING_BACK
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.seed_variation import FIXED, VariationOf
from loaderlint.model.training.epoch_loops import runs_once
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Scene, Step
from loaderlint.model.training.usage import Use
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Restart:
    """A seed, at `seeding`, that a `loop` over epochs sets to the same value every time, by way of `call`."""

    seeding: Place
    call: Place
    loop: Scene


def restart(program: Program, loader: Loader, use: Use) -> Restart | None:
    """Return where, inside the loop over epochs around `use`, the loader's stream is set to one and the same state."""
    generators = [v for v in loader["generator"].values if isinstance(v, Instance)]
    own = generators[0] if len(generators) == len(loader["generator"].values) == 1 else None
    if own is None and not loader["generator"].is_(None):
        return None
    loop = use.epochs or next((s for s in use.scenes if _counts_epochs(program, s)), None)
    step = None if loop is None else _last_seeding(program, loop, use, own)
    if (
        loop is None
        or step is None
        or _may_be_left_out(step, loop, use)
        or not _is_the_same_in_every_epoch(program, step)
    ):
        return None
    calls = [Place(s.file, s.node) for s in _between(step, loop) if isinstance(s.node, tree.Call)]
    seeding = Place(step.file, step.node)
    return Restart(seeding, calls[-1] if calls else seeding, loop)


def _last_seeding(program: Program, loop: Scene, use: Use, own: Instance | None) -> Step | None:
    """The step that sets the stream last before the loader is gone through, if that happens in the loop over epochs.

    What follows the loop over batches is the last one before it in the next epoch, if nothing comes between. A state
    that is put back afterwards is not set.
    """
    inside = [s for s in program.steps if s.scene is not None and loop in s.scene.outwards()]
    seedings = [s for s in inside if isinstance(s.node, tree.Call) and (_seeds(s, own) or _puts_back(s.node))]
    seedings = [s for s in seedings if not _is_apart(s, loop)]
    within = [s for s in inside if s.scene is not None and use.loop is not None and use.loop in s.scene.outwards()]
    before = [s for s in seedings if not within or inside.index(s) < inside.index(within[0])]
    last = next(reversed(before or seedings), None)
    return last if last is not None and _seeds(last, own) else None


def _between(step: Step, loop: Scene) -> Iterator[Scene]:
    """What is around a step in a loop, the innermost first."""
    return takewhile(lambda scene: scene is not loop, step.scene.outwards() if step.scene else ())


def _puts_back(call: tree.Call) -> bool:
    return tree.last_name(call.func) in PUTTING_BACK


def _is_apart(step: Step, loop: Scene) -> bool:
    """Whether a `with` in the loop puts the stream back behind a step: `with torch.random.fork_rng():`."""
    entered = (
        item.value for scene in _between(step, loop) if isinstance(scene.node, tree.With) for item in scene.node.items
    )
    return any(isinstance(value, tree.Call) and _puts_back(value) for value in entered)


def _may_be_left_out(step: Step, loop: Scene, use: Use) -> bool:
    """Whether a condition decides, in the loop, if a step runs, and not just as much if it comes to the use.

    `if seed is not None` asks for the seed alone.
    """
    asked = set(tree.names(step.node))
    shared = {above for scene in use.scenes for above in (scene.node, *scene.file.scopes.ancestors(scene.node))}
    inside = ((scene.file, scene.node) for scene in _between(step, loop))
    for file, node in [(step.file, step.node), *inside]:
        for above in takewhile(lambda a: a is not loop.node, file.scopes.ancestors(node)):
            if isinstance(above, tree.Function):
                break
            if isinstance(above, tree.If) and above not in shared and asked.isdisjoint(tree.names(above.test)):
                return True
    return False


def _counts_epochs(program: Program, scene: Scene) -> bool:
    """Whether a loop names its variable after epochs, and is not known to run once."""
    if not isinstance(scene.node, tree.For) or runs_once(program.evaluator, scene):
        return False
    return any(isinstance(n, tree.Name) and "epoch" in n.id.lower() for n in tree.walk(scene.node.target))


def _seeds(step: Step, own: Instance | None) -> bool:
    """Whether a call seeds the stream: the generator `own`, else torch's."""
    return any(seeds(callee, own) for callee in step.callees)


def _is_the_same_in_every_epoch(program: Program, step: Step) -> bool:
    """Whether a call certainly seeds, with what does not change from epoch to epoch."""
    call = step.node
    assert isinstance(call, tree.Call)
    if len(step.callees) != 1 or not call.args or call.args[0].star:
        return False
    variation = VariationOf(program.evaluator, None).expression(call.args[0].value, step.frame)
    return variation == FIXED


def seeds(callee: Meaning, own: Instance | None) -> bool:
    """Whether calling `callee` seeds the generator `own`, or torch's global stream if that is None."""
    match callee:
        case External(fact=fact):
            return own is None and Family.TORCH in (fact.seeds or ())
        case Member(owner=owner, name="manual_seed"):
            return own is not None and owner == own
    return False
