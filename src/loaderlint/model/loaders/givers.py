"""What code gives options to loaders, and what tells those apart that get them from the same code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from loaderlint.model.inference.values import Instance
from loaderlint.model.inference.written import written
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree

#: Code that gives an option to a loader, by itself or with what tells the loader apart from others that get it there.
Giving: TypeAlias = tuple[Place] | tuple[Place, Place]


def given_by(loader: Loader, *options: str) -> Iterator[Giving]:
    """Yield the code that gives a loader some options: a constant, else the argument.

    Turns of a loop over names (`for phase in ["train", "val"]`) can be told apart by whoever writes the option. So can
    calls that take it from one place, such as a file of settings: there the call that builds the loader counts too.
    """
    if loader.frame.turns:
        return
    for name in options:
        option = loader.options[name]
        place = option.constant.place if option.constant is not None else option.place
        if place is not None:
            yield (place,) if _is_in_way(place, loader) else (place, loader.place)


def shown_by(loader: Loader, *options: str) -> Iterator[Giving]:
    """Yield what a use of a loader shows of the code that gives it options: with each dataset, or itself for any."""
    for giving in given_by(loader, *options):
        yield giving
        if len(giving) == 1:
            yield from ((giving[0], place) for place in datasets_made_at(loader) or giving)


def meant_by(loader: Loader, option: str) -> Iterator[Giving]:
    """Yield what no use may show if what is done with a loader is to be all that the code which gives an option is for.

    That code may be for loaders of other datasets as well.
    """
    for giving in given_by(loader, option):
        places = datasets_made_at(loader) if len(giving) == 1 else ()
        yield from ((giving[0], place) for place in (*places, giving[0])) if places else (giving,)


def datasets_made_at(loader: Loader) -> tuple[Place, ...]:
    """Return where the datasets are made that a loader may be given; nothing where one is not seen to be made.

    Of calls that are written alike, the first stands for all: they may make the same.
    """
    made = [_made_at(value) if isinstance(value, Instance) else None for value in loader["dataset"].values]
    places = tuple(place for place in made if place is not None)
    return places if len(places) == len(made) else ()


def _made_at(dataset: Instance) -> Place | None:
    """Where a dataset is made: by the first of the calls in its file that are written like this one.

    One that a function makes of its arguments is made where it gets these: by the first call that has them all.
    """
    if dataset.call is None:
        return None
    call, caller = dataset.frame.call, dataset.frame.caller
    if call is not None and caller is not None:
        parts = {part for argument in dataset.call.args for part, _ in written(argument.value, dataset.frame)}
        taken = {Place(caller.file, argument).text for argument in call.args if argument.value in parts}
        for other in caller.file.calls_named(tree.last_name(call.func)) if taken else ():
            if taken <= {Place(caller.file, argument).text for argument in other.args}:
                return Place(caller.file, other)
    own = Place(dataset.file, dataset.call)
    places = [Place(dataset.file, call) for call in dataset.file.calls_named(tree.last_name(dataset.call.func))]
    return next((place for place in places if place.text == own.text), own)


def _is_in_way(place: Place, loader: Loader) -> bool:
    """Whether code stands in one of the calls that lead to a loader, or is a default of the function that builds it."""
    around = (place.node, *place.file.scopes.ancestors(place.node))
    calls = {call.node for call in loader.way}
    builder = loader.file.scopes.function_at(loader.call)
    return not calls.isdisjoint(around) or (builder in around and any(isinstance(n, tree.Parameter) for n in around))
