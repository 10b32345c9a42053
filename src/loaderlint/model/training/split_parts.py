"""Parts of one dataset that a program trains and evaluates on, and what makes them be read in different ways."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    External,
    Frame,
    Instance,
    Meaning,
    Meanings,
    Member,
    mark,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Parts
from loaderlint.model.loaders.datasets import wrapped
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.model.training.program import Program
from loaderlint.model.training.side_effects import touched
from loaderlint.model.workers.item_code import Draw, Explorer
from loaderlint.syntax import tree

#: How a sampler of the indices of a part is given these.
_OF_PART = ("indices", "generator")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the dataset `whole`, which is split at `place`."""

    whole: Instance
    place: Place


def part_read(loader: Loader) -> Part | None:
    """Return the part of a dataset that a loader certainly reads, by its dataset or by its sampler; None if of none."""
    values, sampler = loader["dataset"].values, loader["sampler"].values
    if len(values) != 1:
        return None
    behind = list(expand(values, partial(wrapped, loader.evaluator), mark))
    whole = behind[-1]
    splits = [made for made in map(_split, behind) if made is not None]
    if len(sampler) == 1 and isinstance(sampler[0], Instance) and sampler[0].fact.signature is not None:
        splits += [sampler[0]] if sampler[0].fact.signature.parameters == _OF_PART else []
    is_one = isinstance(whole, Instance) and _split(whole) is None and not wrapped(loader.evaluator, whole)
    place = splits[0].place if splits else None
    return Part(whole, place) if place is not None and is_one and isinstance(whole, Instance) else None


def _split(value: Meaning) -> Instance | None:
    """The call that took a part of a dataset, if a value is such a part."""
    made = value.owner if isinstance(value, Member) else value
    is_part = isinstance(made, Instance) and made.fact.parts in (Parts.ONE, Parts.ALL)
    return made if is_part and isinstance(made, Instance) else None


def may_differ(program: Program, whole: Instance) -> bool:
    """Whether the program may do something to a dataset or its parts that has them read in another way.

    What the dataset's own methods do counts where they are called.
    """
    for step in (step for step in program.steps if step.frame.receiver != whole):
        for expr in touched(program.evaluator, step):
            if isinstance(expr, tree.Attribute) and expr.attr == "dataset":
                return True
            values = program.evaluator.evaluate(expr, step.frame)
            if any(value == whole or _is_part_of(program.evaluator, value, whole) for value in values):
                return True
    return False


def _is_part_of(evaluator: Evaluator, value: Meaning, whole: Instance) -> bool:
    return _split(value) is not None and whole in expand([value], partial(wrapped, evaluator), mark)


def are_made_alike(one: Meanings, other: Meanings) -> bool:
    """Whether two values are certainly equal: constants, or objects of a library's class that are made alike."""
    match one, other:
        case (Const(value=first),), (Const(value=second),):
            return first == second
        case (Instance(cls=External() as cls, call=tree.Call() as first_call) as first_made,), (second_made,):
            if isinstance(second_made, Instance) and second_made.cls == cls and second_made.call is not None:
                own = _own_names(first_made, first_call) | _own_names(second_made, second_made.call)
                in_one_file = first_made.file is second_made.file
                return in_one_file and not own and tree.are_alike(first_call, second_made.call)
    return False


def _own_names(made: Instance, call: tree.Call) -> set[str]:
    """The names in the making of an object that are not those of its module: they may mean something else elsewhere."""
    names = [node for node in tree.walk(call) if isinstance(node, tree.Name)]
    found = ((name.id, made.file.scopes.scope_at(name).lookup(name.id)) for name in names)
    return {name for name, home in found if home is not None and home[0].owner is not made.file.tree}


def augmentation(explorer: Explorer, whole: Instance) -> Draw | None:
    """Return the augmentation of a library that a dataset certainly applies to each sample."""
    if isinstance(whole.cls, ClassRef):
        draws = explorer.dataset(whole).draws
    else:
        draws = explorer.of_library(whole).draws if whole.fact.composite and whole.call is not None else []
    certain = (d for d in draws if d.augments and (d.called is None or _always(explorer.evaluator, *d.called)))
    return next(certain, None)


def _always(evaluator: Evaluator, call: tree.Call, frame: Frame) -> bool:
    """Whether item code calls a transform wherever it has one."""
    asked = {*tree.names(call.func), "self"}
    tests = _conditions(call, frame)
    if tests is None or not all(_is_asked(evaluator, test, asked, frame) for test in tests):
        return False
    return frame.call is None or frame.caller is None or _always(evaluator, frame.call, frame.caller)


def _conditions(call: tree.Call, frame: Frame) -> list[tree.Expr] | None:
    """The conditions under which a call is made in its function; None where something else decides."""
    found: list[tree.Expr] = []
    child: tree.Node = call
    for above in frame.file.scopes.ancestors(call):
        leaving = (s for s in tree.before(above, child) if isinstance(s, tree.If) and any(map(tree.leaves, s.body)))
        found += [statement.test for statement in leaving]
        if above is frame.function:
            break
        match above:
            case tree.If(test=test) | tree.Conditional(test=test) if child is not test:
                found.append(test)
            case tree.Function() | tree.Lambda() | tree.Try() | tree.Match():
                return None
        child = above
    return found


def _is_asked(evaluator: Evaluator, test: tree.Expr, asked: set[str], frame: Frame) -> bool:
    """Whether a condition asks for the transform alone, or it is known how it comes out."""
    values = evaluator.evaluate(test, frame)
    known = bool(values) and all(isinstance(value, Const) and not value.assumed for value in values)
    return known or asked.issuperset(tree.names(test))
