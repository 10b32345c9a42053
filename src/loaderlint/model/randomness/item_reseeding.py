"""Item code that sets a random stream back, so that items get the same random numbers (FACTS.md 1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, Frame, FunctionRef, Instance
from loaderlint.model.libraries.facts import Family
from loaderlint.model.project.file import Place
from loaderlint.model.randomness.rng_origin import origin_of
from loaderlint.model.randomness.seed_variation import FIXED, ITEM, Variation, VariationOf
from loaderlint.model.workers.conditions import Guard, guards
from loaderlint.model.workers.item_code import Draw, Explorer, ItemCode
from loaderlint.syntax import tree

#: Library functions and methods that draw with the seed they are given as `random_state`.
_DRAWS_WITH_STATE = {"sample", "rvs", "shuffle", "resample"}


@dataclass(frozen=True, slots=True)
class Reseeding:
    """A stream, as messages name it, that is set at `place` to a state that varies as told, and the next draw.

    `once` says that it is done for the first item of a worker alone, not for every item.
    """

    stream: str
    place: Place
    draw: Place
    variation: Variation
    once: bool


def reseedings(evaluator: Evaluator, explorer: Explorer, dataset: Instance) -> list[Reseeding]:
    """Return the seeds that the `__getitem__` of a dataset sets and that do not follow the item.

    Left out are those that are meant: in evaluation, under a condition that is not understood, and where the state is
    put back.
    """
    found: list[Reseeding] = []
    for root in evaluator.attributes.attribute(dataset, "__getitem__"):
        if isinstance(root, FunctionRef):
            code = explorer.functions([root])
            search = _Search(evaluator, code, VariationOf(evaluator, root.node, given=ITEM))
            found += search.run()
    return found


def seeded_in_training(evaluator: Evaluator, codes: Iterable[ItemCode]) -> set[Family]:
    """Return the streams that item code seeds itself in training: what workers start with has no effect on them."""
    return {
        family
        for code in codes
        for seeding in code.seedings
        for family in seeding.families
        if Guard.EVALUATION not in guards(evaluator, seeding.place, seeding.frame)
    }


class _Search:
    def __init__(self, evaluator: Evaluator, code: ItemCode, variation_of: VariationOf) -> None:
        self._evaluator = evaluator
        self._code = code
        self._variation_of = variation_of

    def run(self) -> Iterator[Reseeding]:
        # Where a stream can be put back to where it was, equal numbers for all items are meant.
        if not any(called.fact.saves_state for called, _ in self._code.calls):
            yield from self._global_streams()
        yield from self._own_streams()
        yield from self._states()

    def _global_streams(self) -> Iterator[Reseeding]:
        for seeding in self._code.seedings:
            for family in seeding.families:
                draw = next((d for d in self._code.draws if d.family is family), None)
                if draw is not None:
                    yield from self._judge(family.value, seeding.place, seeding.frame, draw)

    def _own_streams(self) -> Iterator[Reseeding]:
        """RNG objects that item code makes, or seeds."""
        seen: set[Instance] = set()
        for draw in self._code.draws:
            rng = draw.rng
            if rng is None or rng in seen or rng.call is None:
                continue
            seen.add(rng)
            last = next((s for s in reversed(self._code.seedings) if s.rng == rng), None)
            if last is not None:
                yield from self._judge(_called(draw), last.place, last.frame, draw)
            elif rng.fact.rng and rng.file.scopes.function_at(rng.call) in self._code.functions:
                yield from self._judge(_called(draw), Place(rng.file, rng.call), rng.frame, draw)

    def _states(self) -> Iterator[Reseeding]:
        for frame, _ in self._code.visits:
            if not any(map(frame.file.calls_named, _DRAWS_WITH_STATE)):
                continue
            for node in tree.walk_own(frame.function):
                if isinstance(node, tree.Call) and tree.last_name(node.func) in _DRAWS_WITH_STATE:
                    for argument in node.args:
                        if argument.keyword == "random_state":
                            place = frame.place(node)
                            yield from self._decide(
                                f"`{tree.last_name(node.func)}`", place, argument.value, frame, place
                            )

    def _judge(self, stream: str, place: Place, frame: Frame, draw: Draw) -> Iterator[Reseeding]:
        call = place.node
        assert isinstance(call, tree.Call)
        arguments = [a for a in call.args if not a.star and a.keyword in (None, "seed", "a", "x")]
        is_generator = isinstance(call.func, tree.Attribute | tree.Name) and tree.last_name(call.func) == "Generator"
        if not arguments and not is_generator:
            return
        yield from self._decide(stream, place, None if is_generator else arguments[0].value, frame, draw.place)

    def _decide(
        self, stream: str, place: Place, seed: tree.Expr | None, frame: Frame, draw: Place
    ) -> Iterator[Reseeding]:
        variation: Variation | None = FIXED  # torch.Generator() always starts from one and the same seed
        if seed is not None:
            values = self._evaluator.evaluate(seed, frame)
            if any(isinstance(v, Const) and v.value is None for v in values):
                return
            variation = self._variation_of.expression(seed, frame)
        around = guards(self._evaluator, place, frame)
        if variation is None or variation.item or around & {Guard.EVALUATION, Guard.GPU, Guard.OTHER}:
            return
        once = Guard.ONCE in around
        if not (once and variation.is_fresh):
            yield Reseeding(stream, place, draw, variation, once)


def _called(draw: Draw) -> str:
    origin = origin_of(draw)
    return f"`{origin.name}`" if origin else draw.family.value
