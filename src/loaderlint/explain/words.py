"""How values, datasets and places of the model are told."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.explain import told
from loaderlint.finding import Location
from loaderlint.model.analysis import Analysis
from loaderlint.model.inference.reasons import Reason, Why
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    FunctionRef,
    Instance,
    Items,
    Mapping,
    Meaning,
    Member,
    ModuleRef,
    Number,
    PartialClass,
    Super,
    Unknown,
    function_name,
)
from loaderlint.model.loaders.held_objects import ways
from loaderlint.model.project.file import Place
from loaderlint.model.workers.gpu_placement import on_gpu
from loaderlint.model.workers.item_work import file_reads
from loaderlint.model.workers.sample_caches import caches
from loaderlint.syntax import tree
from loaderlint.text.locate import location

#: Characters of code that are shown, of longer code the first.
_MOST = 60

_STYLES = {True: "iterable", False: "map-style", None: "map-style or iterable"}


def where(place: Place) -> Location:
    """Return a place as it is shown."""
    return location(place.file.source, *place.span)


def code(place: Place) -> str:
    """Return the code at a place in one line, cut if it is long."""
    text = " ".join(place.text.split())
    return text if len(text) <= _MOST else f"{text[: _MOST - 3]}..."


def value(meaning: Meaning) -> told.Said:
    """Return what is said of a value, and where it comes from."""
    more = f", {_default(meaning.place)}" if isinstance(meaning, Const) and meaning.assumed else ""
    return _told(f"{_name(meaning)}{more}", origin(meaning))


def _default(place: Place) -> str:
    """What kind of default stands at a place."""
    above = [place.node, *place.file.scopes.ancestors(place.node)]
    if any(isinstance(node, tree.Parameter) for node in above):
        return "a default that callers may override"
    calls = {tree.last_name(node.func) for node in above if isinstance(node, tree.Call)}
    declared = "" if calls.isdisjoint({"add_argument", "set_defaults", "option"}) else " of the command line"
    return f"a default{declared} that may be overridden"


def _told(text: str, place: Place | None) -> told.Said:
    return told.Said(text, None if place is None else where(place))


def origin(meaning: Meaning) -> Place | None:
    """Return the code that a value comes from."""
    match meaning:
        case Const(place=place) | Instance(place=place):
            return place
        case FunctionRef(file=file, node=node) | ClassRef(file=file, node=node):
            return Place(file, node)
        case Items(node=node, frame=frame) | Mapping(node=node, frame=frame) | Number(node=node, frame=frame):
            return frame.place(node)
        case Member(owner=owner):
            return owner.place
        case Unknown(reason=reason):
            return None if reason is None else reason.place
    return None


def _name(meaning: Meaning) -> str:
    match meaning:
        case Const(value=constant):
            return repr(constant)
        case External(path=path):
            return path.removeprefix("builtins.")
        case ModuleRef(file=file):
            return f"module {file.source.path.stem}"
        case ClassRef(node=node):
            return node.name
        case FunctionRef(node=node, receiver=receiver, partial=partial):
            name = f"{_name(receiver)}.{function_name(node)}" if receiver else function_name(node)
            return f"partial({name}, ...)" if partial else name
        case PartialClass(cls=cls):
            return f"partial({_name(cls)}, ...)"
        case Instance(cls=cls, call=call):
            return f"{_name(cls)}({'...' if call and call.args else ''})"
        case Member(owner=owner, name=name):
            return f"{_name(owner)}{'' if name.startswith('[') else '.'}{name}"
        case Super():
            return "super()"
        case Items(node=tree.Sequence(kind=kind, items=items)):
            return f"a {kind} of {len(items)}"
        case Mapping():
            return "a dict"
        case Number(node=node, frame=frame):
            return code(frame.place(node))
        case Unknown(reason=Reason(why=Why.EITHER, because=because)):
            decides = "" if because is None or because.place is None else f", as `{code(because.place)}` decides"
            return f"True or False{decides}"
    return "unknown"


def dataset(analysis: Analysis, one: Instance) -> told.Dataset:
    """Return what is told of a dataset of the project."""
    assert isinstance(one.cls, ClassRef)
    evaluator = analysis.model.evaluator
    held = [(way, part) for way, part in ways(evaluator, one) if way]
    holds = tuple(_told(f"{way[1:]}: {_name(part)}", part.place) for way, part in held)
    does = tuple(dict.fromkeys(_does(analysis, one)))
    return told.Dataset(
        one.cls.node.name, where(Place(one.cls.file, one.cls.node)), _STYLES[analysis.is_iterable(one)], holds, does
    )


def _does(analysis: Analysis, one: Instance) -> Iterator[told.Said]:
    """What a dataset's code does for every sample."""
    evaluator, items = analysis.model.evaluator, analysis.item_code(one)
    yield from (told.Said(f"draws from {draw.family.value}", where(draw.place)) for draw in items.draws)
    yield from (told.Said("reads or opens a file", where(place)) for place in file_reads(items))
    for gpu in on_gpu(evaluator, items):
        yield told.Said("moves to the GPU" if gpu.certain else "may move to the GPU", where(gpu.place))
    yield from (
        told.Said(f"keeps samples in `{cache.name}`", where(cache.place)) for cache in caches(evaluator, one, items)
    )
    if items.opaque:
        yield told.Said("calls code that is not seen")
