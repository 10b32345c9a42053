"""Whether a program sets the stream that decides the order of a loader anew in every epoch (facts.md 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from loaderlint.model.inference.values import External, Instance, Meaning, Member
from loaderlint.model.libraries.random_streams import Family
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.seed_variation import FIXED, VariationOf
from loaderlint.model.training.program import Program
from loaderlint.model.training.run import Scene, Step
from loaderlint.model.training.usage import Use
from loaderlint.model.workers.item_code import SEEDERS
from loaderlint.syntax import tree


@dataclass(frozen=True, slots=True)
class Restart:
    """A seed, at `seeding`, that a `loop` over epochs sets to the same value every time, by way of `call`."""

    seeding: Place
    call: Place
    loop: Scene


def restarts(program: Program, loader: Loader, use: Use) -> Iterator[Restart]:
    """Yield where, inside the loop over epochs around `use`, the loader's stream is set to one and the same state."""
    generators = [v for v in loader["generator"].values if isinstance(v, Instance)]
    own = generators[0] if len(generators) == len(loader["generator"].values) == 1 else None
    if own is None and not loader["generator"].is_(None):
        return
    loop = use.epochs or next((s for s in use.scenes if _counts_epochs(s)), None)
    inside = [s for s in program.steps if loop is not None and s.scene is not None and loop in s.scene.outwards()]
    for step in inside:
        if isinstance(step.node, tree.Call) and loop is not None and _restarts(program, step, step.node, own):
            between = list(takewhile(lambda scene: scene is not loop, step.scene.outwards() if step.scene else ()))
            calls = [Place(s.file, s.node) for s in between if isinstance(s.node, tree.Call)]
            seeding = Place(step.file, step.node)
            yield Restart(seeding, calls[-1] if calls else seeding, loop)


def _counts_epochs(scene: Scene) -> bool:
    """Whether a loop names its variable after epochs."""
    if not isinstance(scene.node, tree.For):
        return False
    return any(isinstance(n, tree.Name) and "epoch" in n.id.lower() for n in tree.walk(scene.node.target))


def _restarts(program: Program, step: Step, call: tree.Call, own: Instance | None) -> bool:
    """Whether a call seeds the stream - the generator `own`, else torch's - with what is the same in every epoch."""
    callees = program.evaluator.evaluate(step.file, call.func, step.frame)
    if len(callees) != 1 or not seeds(callees[0], own) or not call.args or call.args[0].star:
        return False
    variation = VariationOf(program.evaluator, None).expression(step.file, call.args[0].value, step.frame)
    return variation == FIXED


def seeds(callee: Meaning, own: Instance | None) -> bool:
    """Whether calling `callee` seeds the generator `own`, or torch's global stream if that is None."""
    match callee:
        case External(path=path):
            return own is None and Family.TORCH in SEEDERS.get(path, ())
        case Member(owner=owner, name="manual_seed"):
            return own is not None and owner == own
    return False
