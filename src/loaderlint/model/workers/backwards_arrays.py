"""Arrays that go backwards through memory, where tensors are made of them: torch has no such tensors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Meaning
from loaderlint.model.libraries.facts import Data, Fact
from loaderlint.model.project.file import Place
from loaderlint.model.workers.asked_options import Condition, asks_options, conditions, is_drawn
from loaderlint.model.workers.data import Datum, Turn, leaves
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.model.workers.sample_data import SampleData
from loaderlint.syntax import tree

#: What the default collate function does with a part of a sample.
_COLLATING = Fact("", takes_lists=True)


#: What the code of an array that is turned around has in it.
_TURNING = (":-", ": -", "flip", "rot90")


@dataclass(frozen=True, slots=True)
class Backwards:
    """An array, given by the code at `place`, of which a view was taken that goes backwards, at `turned`.

    That is so only where the `options` are as they say. It is `certain` unless a condition decides that need never be
    met.
    """

    place: Place
    turned: Place
    options: tuple[Condition, ...]
    certain: bool


def may_turn(code: ItemCode) -> bool:
    """Whether the files that code stands in have a word for turning arrays around; to find out more takes long."""
    return any(word in frame.file.source.text for frame, _ in code.visits for word in _TURNING)


def made_tensors(evaluator: Evaluator, data: SampleData, code: ItemCode) -> Iterator[Backwards]:
    """Yield the arrays that code makes tensors of though they go backwards."""
    for frame, live in code.visits:
        for node in live:
            if isinstance(node, tree.Call):
                data.of(node, frame)  # notes what becomes a tensor on the way
    for place, taken in data.strict.items():
        if place.file.scopes.function_at(place.node) in code.functions:
            for datum, fact in taken.items():
                if found := _backwards(evaluator, place, datum, fact):
                    yield found
                    break


def collated(evaluator: Evaluator, data: SampleData, dataset: Meaning) -> Iterator[Backwards]:
    """Yield the arrays among the samples of a dataset that go backwards: the default collate function makes tensors."""
    for part in (leaf for way in data.samples(dataset) for leaf in leaves(way)):
        found = (_backwards(evaluator, part.place, datum, _COLLATING) for datum in part.data)
        yield from [one for one in found if one][:1]


def _backwards(evaluator: Evaluator, place: Place, datum: Datum, taker: Fact) -> Backwards | None:
    """Whether a piece of data goes backwards; what was turned twice may be back.

    For lists, `[::-1]` is a copy: where they are taken as well, it must be an array.
    """
    if len(datum.turned) != 1 or (datum.kind is not Data.ARRAY and taker.takes_lists):
        return None
    (turn,) = datum.turned
    asked = [*conditions(evaluator, turn.place, turn.frame), *_kept_by(evaluator, turn)]
    unmet = [condition for condition in asked if not (condition.is_met or is_drawn(evaluator, condition))]
    options = tuple(condition for condition in unmet if asks_options(condition))
    return Backwards(place, turn.place, options, certain=not unmet)


def _kept_by(evaluator: Evaluator, turn: Turn) -> Iterator[Condition]:
    """Conditions that leave the view as it is, where options alone decide whether a new array replaces it."""
    around = {condition.test for condition in conditions(evaluator, turn.place, turn.frame)}
    for place, frame in turn.passed:
        needed = [c for c in conditions(evaluator, place, frame) if c.test not in around]
        if needed and all(map(asks_options, needed)) and not any(condition.fails for condition in needed):
            decisive = next((c for c in needed if not c.is_met), needed[0])
            yield replace(decisive, holds=not decisive.holds)
