"""How a worker gets at what hangs on its dataset: the attributes and wrappers on the way."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import takewhile

from loaderlint.model import limits
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, External, Instance, Items, Mapping, Meaning, Meanings, Member
from loaderlint.model.libraries.facts import Parts
from loaderlint.syntax import tree

#: Code in which something may or may not run.
_CONDITIONAL = tree.If | tree.For | tree.While | tree.Try | tree.Match | tree.Function | tree.Class


def ways(evaluator: Evaluator, dataset: Meaning) -> Iterator[tuple[str, Instance]]:
    """Yield the objects that certainly hang on a dataset, the nearest first, each with the code that leads there.

    That is what follows the dataset in code: `.transform.rng`, or "" for the dataset itself. An object that is held in
    two places is yielded twice.
    """
    seen: set[Meaning] = set()
    waiting: deque[tuple[str, Meaning]] = deque([("", dataset)])
    while waiting and len(seen) < limits.HELD_OBJECTS:
        code, value = waiting.popleft()
        if isinstance(value, Instance):
            yield code, value
        if value in seen:
            continue
        seen.add(value)
        for step, values in _parts(evaluator, value):
            if len(values) == 1 or _are_alike(values):
                waiting.append((code + step, values[0]))


def _are_alike(values: Meanings) -> bool:
    """Whether all alternatives are objects of one class of a library, such as an RNG that a method replaces."""
    classes = {v.cls for v in values if isinstance(v, Instance) and isinstance(v.cls, External)}
    return len(classes) == 1 and all(isinstance(v, Instance) and v.cls in classes for v in values)


def _parts(evaluator: Evaluator, value: Meaning) -> Iterator[tuple[str, Meanings]]:
    """What is directly held by an object, with the code that leads from the object there."""
    match value:
        case Instance(cls=ClassRef()):
            for name in _attributes(evaluator, value):
                yield f".{name}", evaluator.attributes.attribute(value, name)
        case Instance(call=tree.Call(args=(tree.Argument(star="") as first, *_))) if value.fact.parts is not Parts.ALL:
            name = value.fact.holds or ""
            held = evaluator.evaluate(first.value, value.frame) if name else ()
            if name and not name.endswith("[]"):
                yield f".{name}", held
            elif len(held) == 1 and isinstance(held[0], Items):
                for step, values in _parts(evaluator, held[0]):
                    yield f".{name.removesuffix('[]')}{step}", values
        case Member(owner=Instance() as split, name=name) if split.fact.parts is Parts.ALL and name[0] == "[":
            if split.call is not None and split.call.args and not split.call.args[0].star:
                held = evaluator.evaluate(split.call.args[0].value, split.frame)
                yield f".{split.fact.holds}", held
        case Items(node=tree.Sequence(kind="list" | "tuple", items=items)):
            for number, item in enumerate(takewhile(lambda item: not tree.is_starred(item), items)):
                yield f"[{number}]", evaluator.evaluate(item, value.frame)
        case Mapping(node=tree.Dict(items=pairs)):
            for pair in pairs:
                if isinstance(pair.key, tree.Constant) and isinstance(pair.key.value, str):
                    yield f'["{pair.key.value}"]', evaluator.evaluate(pair.value, value.frame)


def _attributes(evaluator: Evaluator, value: Instance) -> list[str]:
    """The attributes that an object of the project has in any case, those private to a class left out."""
    assert isinstance(value.cls, ClassRef)
    found: dict[str, None] = {}
    for cls in evaluator.attributes.lineage(value.cls):
        runs = value.call is None or evaluator.attributes.init_frame(value, cls) is not None
        for name, stores in cls.file.stored(cls.node).items():
            private = name.startswith("__") and not name.endswith("__")
            made = [s for s in stores if s.method is None or (s.method.name == "__init__" and runs)]
            if not private and any(_always_runs(cls, s.node, s.method) for s in made):
                found[name] = None
    return list(found)


def _always_runs(cls: ClassRef, node: tree.Node, method: tree.Function | None) -> bool:
    """Whether a statement of a class body, or of a method, runs under no condition."""
    around = cls.file.scopes.ancestors(node)
    inside = around[: around.index(method or cls.node)]
    return not any(isinstance(above, _CONDITIONAL) for above in inside)
