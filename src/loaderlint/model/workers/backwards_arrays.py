"""Arrays that go backwards through memory, where tensors are made of them: torch has no such tensors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Meaning, at_large
from loaderlint.model.inference.written import sources
from loaderlint.model.libraries.facts import Data, Fact
from loaderlint.model.libraries.words import UNIT_DRAWS
from loaderlint.model.project.file import Place
from loaderlint.model.workers.data import Datum, leaves
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.model.workers.sample_data import SampleData
from loaderlint.syntax import tree

#: What the default collate function does with a part of a sample.
_COLLATING = Fact("", takes_lists=True)


@dataclass(frozen=True, slots=True)
class Backwards:
    """An array, given by the code at `place`, of which a view was taken that goes backwards, at `turned`.

    `certain` unless a condition decides that need never hold.
    """

    place: Place
    turned: Place
    certain: bool


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
    (turned,) = datum.turned
    return Backwards(place, turned, _is_left_to_chance(evaluator, turned))


def _is_left_to_chance(evaluator: Evaluator, place: Place) -> bool:
    """Whether code runs under no condition of its function but those that are drawn: sooner or later these hold."""
    frame = at_large(place.file)
    for above in place.file.scopes.ancestors(place.node):
        match above:
            case tree.Function():
                break
            case tree.If(test=test) | tree.Conditional(test=test):
                calls = [n for part in sources(test, frame) for n in tree.walk(part) if isinstance(n, tree.Call)]
                if not any(evaluator.fact(c.func, frame).draws or tree.last_name(c.func) in UNIT_DRAWS for c in calls):
                    return False
    return True
