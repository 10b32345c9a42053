"""What a loader is for by its names alone: the last resort, where no loop over it is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loaderlint.model.inference.values import Frame, Instance
from loaderlint.model.libraries.words import EVALUATION, TRAINING
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place, is_collected
from loaderlint.model.training.kept_names import kept_as
from loaderlint.model.training.role import Role
from loaderlint.syntax import tree
from loaderlint.text.words import words_of

#: Words of names that may speak of training as well.
_TRAINING = TRAINING | {"tr", "trn", "finetune", "finetuning", "fit"}

#: Words that turn what a name says.
_TURNING = frozenset({"non", "not", "no", "without", "except"})

#: What is written together with what it is for: `trainloader`, `testset`.
_TAILS = ("dataloader", "loader", "dataset", "data", "set")


@dataclass(frozen=True, slots=True)
class Named:
    """What a loader is for, the name that says so, and the code that it has to do with."""

    role: Role
    name: str
    place: Place


def named_role(loader: Loader, frames: Iterable[Frame]) -> Named | None:
    """Return what the names of a loader say that it is for; None where they say nothing, or both.

    The first that says anything counts: the turn of a loop over names in which it is built; the name that it is kept
    by; what it reads; the function that builds it, and so on in those that call this. In all `frames` in which the
    program builds it that is the same.
    """
    found = [_in_frame(loader, frame) for frame in frames]
    roles = {one.role if one is not None else None for one in found}
    return found[0] if len(roles) == 1 else None


def may_train_by_name(loader: Loader, frames: Iterable[Frame]) -> bool:
    """Return whether any name of a loader says that it is for training alone, or is not for what it names."""
    names = (name for frame in frames for _, names in _names(loader, frame) for name in names)
    said = [set(_words(name)) for name in names]
    return any(words & _TURNING or (words & _TRAINING and not words & EVALUATION) for words in said)


def _in_frame(loader: Loader, frame: Frame) -> Named | None:
    for place, names in _names(loader, frame):
        if _says_of_some(place):
            return None
        speaking = [(name, words) for name in names if (words := set(_words(name)) & (TRAINING | EVALUATION))]
        said = {word for _, words in speaking for word in words}
        if said & TRAINING and said & EVALUATION:
            return None
        if speaking:
            return Named(Role.TRAINING if said & TRAINING else Role.EVALUATION, speaking[0][0], place)
    return None


def _says_of_some(place: Place) -> bool:
    """Whether what a call gives is taken apart into several names, of which only some say what they are for."""
    match place.file.scopes.parent.get(place.node):
        case tree.Assign(targets=(tree.Sequence(items=targets),)) if len(targets) > 1:
            saying = [any(set(_words(name)) & (TRAINING | EVALUATION) for name in tree.said(t)) for t in targets]
            return any(saying) and not all(saying)
    return False


def _names(loader: Loader, frame: Frame) -> Iterator[tuple[Place, Iterable[str]]]:
    """Yield the code that has the names of a loader, each with these."""
    assert loader.made.call is not None
    for _, turn in frame.turns:
        yield turn.place, [turn.value] if isinstance(turn.value, str) else []
    for number, place in enumerate(frame.way(loader.made.call)):
        assert isinstance(place.node, tree.Call)
        yield place, kept_as(place.file, place.node)
        yield from _read(loader) if number == 0 else [(place, _texts(a.value for a in place.node.args))]
        function = place.file.scopes.function_at(place.node)
        if isinstance(function, tree.Function) and not is_collected(function):  # a test of code is no evaluation
            yield Place(place.file, function), [function.name]


def _read(loader: Loader) -> Iterator[tuple[Place, Iterable[str]]]:
    """The names of what a loader reads, as it is written, and of the datasets that this is."""
    given = loader.options.expression("dataset")
    if given is not None:
        expr, frame = given
        yield frame.place(expr), tree.said(expr)
    for dataset in loader.datasets():
        if dataset.place is not None:
            yield dataset.place, list(_of_dataset(dataset))


def _of_dataset(dataset: Instance) -> Iterator[str]:
    """The name of a dataset's class, and the words in its making: `Images("train")`, `Images(train=False)`."""
    assert dataset.call is not None
    yield tree.last_name(dataset.call.func)
    yield from _texts(a.value for a in dataset.call.args)
    for argument in dataset.call.args:
        if argument.keyword is not None and isinstance(argument.value, tree.Constant):
            match argument.value.value:
                case True:
                    yield argument.keyword
                case False if TRAINING.intersection(words_of(argument.keyword)):
                    yield "evaluation"


def _texts(given: Iterable[tree.Expr]) -> list[str]:
    return [g.value for g in given if isinstance(g, tree.Constant) and isinstance(g.value, str)]


def _words(name: str) -> Iterator[str]:
    for word in words_of(name):
        yield word
        yield from (word.removesuffix(tail) for tail in _TAILS if word.endswith(tail))
