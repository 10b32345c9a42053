"""Arrays that go backwards through memory, where tensors are made of them: torch has no such tensors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import External, Frame, Instance, Meaning, at_large
from loaderlint.model.inference.written import sources
from loaderlint.model.libraries.facts import NOTHING, Data, Fact
from loaderlint.model.libraries.words import UNIT_DRAWS
from loaderlint.model.project.file import Place
from loaderlint.model.workers.item_code import ItemCode
from loaderlint.model.workers.sample_data import Alternatives, SampleData, leaves
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
            if isinstance(node, tree.Call) and node.args and not node.args[0].star:
                fact = _making(evaluator, node, frame)
                array = node.args[0].value
                if fact.forwards:
                    yield from _backwards(evaluator, Place(frame.file, array), data.of(array, frame), fact)


def collated(evaluator: Evaluator, data: SampleData, dataset: Meaning) -> Iterator[Backwards]:
    """Yield the arrays among the samples of a dataset that go backwards: the default collate function makes tensors."""
    for part in (leaf for way in data.samples(dataset) for leaf in leaves(way)):
        yield from _backwards(evaluator, part.place, part.data, _COLLATING)


def _making(evaluator: Evaluator, call: tree.Call, frame: Frame) -> Fact:
    """What is known of the one thing of a library that a call can be of."""
    match evaluator.evaluate(call.func, frame):
        case (External(fact=fact) | Instance(cls=External(fact=fact)),):
            return fact
    return NOTHING


def _backwards(evaluator: Evaluator, place: Place, alternatives: Alternatives, taker: Fact) -> Iterator[Backwards]:
    """The first of the alternatives that goes backwards; what was turned twice may be back.

    For lists, `[::-1]` is a copy: where they are taken as well, it must be an array.
    """
    for datum in alternatives:
        if len(datum.turned) == 1 and (datum.kind is Data.ARRAY or not taker.takes_lists):
            (turned,) = datum.turned
            yield Backwards(place, turned, _is_left_to_chance(evaluator, turned))
            return


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
