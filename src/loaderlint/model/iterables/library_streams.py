"""Streams of libraries, and whether each rank or worker gets its part of them."""

from __future__ import annotations

from functools import partial

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import External, FunctionRef, Instance, Items, Meaning, Meanings, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.inference.written import sources
from loaderlint.model.loaders.dataset_kind import is_iterable
from loaderlint.model.loaders.datasets import wrapped
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.rank_parts import speaks_of_ranks
from loaderlint.model.project.file import Place


def stream_for_all_ranks(loader: Loader) -> Instance | None:
    """Return the library's stream that a loader reads, if every rank certainly gets all of it."""
    evaluator, values = loader.evaluator, loader["dataset"].values
    given = loader.options.expression("dataset")
    if len(values) != 1 or given is None or is_iterable(evaluator, values[0]) is not True:
        return None
    if any(map(speaks_of_ranks, sources(*given))):
        return None
    behind = list(expand(values, partial(wrapped, evaluator), mark))
    ends = [value for value in behind if not wrapped(evaluator, value)]
    if any(isinstance(value, Instance) and value.fact.part_of_rank for value in behind):
        return None
    whole = [end for end in ends if isinstance(end, Instance) and _is_whole(evaluator, end)]
    return whole[0] if whole and len(whole) == len(ends) else None


def stream_for_all_workers(loader: Loader) -> Instance | None:
    """Return the library's stream that a loader reads, if every worker certainly goes through all of its stages."""
    only = loader["dataset"].values[0] if len(loader["dataset"].values) == 1 else None
    if not isinstance(only, Instance) or not only.fact.stages:
        return None
    stages = _stages(loader.evaluator, only)
    return only if stages and all(map(_passes_all_to_workers, stages)) else None


def early_shuffle_stage(loader: Loader) -> tuple[Place, Place] | None:
    """Return the stage of a stream that shuffles, each worker in its way, and a later one that takes the worker's part.

    None where the loader may read something else, or all workers may shuffle alike.
    """
    only = loader["dataset"].values[0] if len(loader["dataset"].values) == 1 else None
    if not isinstance(only, Instance) or not only.fact.stages or only.call is None:
        return None
    shuffled: Place | None = None
    for argument in only.call.args:
        values = loader.evaluator.evaluate(argument.value, only.frame)
        facts = [value.cls.fact for value in values if isinstance(value, Instance) and isinstance(value.cls, External)]
        facts += [value.fact for value in values if isinstance(value, External)]
        place = Place(only.file, argument.value)
        if argument.star or len(facts) != 1 or len(values) != 1:
            continue
        if facts[0].part_of_worker and shuffled is not None:
            return shuffled, place
        if facts[0].shuffles_by_worker and not _is_seeded(values[0]):
            shuffled = shuffled or place
    return None


def _is_seeded(stage: Meaning) -> bool:
    """Whether a stage is given more than numbers by position, such as a stream of its own."""
    return isinstance(stage, Instance) and stage.call is not None and any(a.keyword or a.star for a in stage.call.args)


def _is_whole(evaluator: Evaluator, stream: Instance) -> bool:
    """Whether a library gives all of a stream to every rank."""
    if not stream.fact.stages:
        return stream.fact.for_all_ranks is True
    stages = _stages(evaluator, stream)
    return bool(stages) and all(_passes_all(stage) for stage in stages)


def _stages(evaluator: Evaluator, stream: Instance) -> Meanings:
    """What a stream is made of, stage by stage; nothing where some of that is not known."""
    found: list[Meaning] = []
    for argument in stream.call.args if stream.call is not None else ():
        values = evaluator.evaluate(argument.value, stream.frame)
        if argument.star:
            values = evaluator.elements(values) if all(isinstance(v, Items) for v in values) else ()
            if not values:
                return ()
        found += values
    return tuple(found)


def _passes_all(stage: Meaning) -> bool:
    """Whether a stage is known to leave no sample to other ranks, and to draw none again and again."""
    match stage:
        case External(fact=fact) | Instance(cls=External(fact=fact)):
            return fact.for_all_ranks is True
        case FunctionRef(node=node):
            return not speaks_of_ranks(node)
    return False


def _passes_all_to_workers(stage: Meaning) -> bool:
    """Whether a stage of a library is known to give each worker of a rank the same."""
    match stage:
        case External(fact=fact) | Instance(cls=External(fact=fact)):
            return not fact.part_of_worker and (fact.for_all_ranks is True or bool(fact.part_of_rank))
    return False
