"""Loaders of which each rank of a distributed program certainly gets a part: by their sampler, or by their dataset."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.lengths import Lengths
from loaderlint.model.inference.values import ClassRef, Const, Instance, at_large, mark
from loaderlint.model.inference.walk import expand
from loaderlint.model.inference.written import written
from loaderlint.model.libraries.facts import Order
from loaderlint.model.libraries.words import is_rank_name
from loaderlint.model.loaders.datasets import wrapped
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import sampler_options, samplers
from loaderlint.model.project.file import File
from loaderlint.syntax import tree


def sampler_of_rank(loader: Loader) -> Instance | None:
    """Return the sampler, of a library or derived from one, that gives each of several ranks its part, if there is."""
    for value in samplers(loader):
        facts = loader.evaluator.attributes.facts(value) if isinstance(value, Instance) else []
        if isinstance(value, Instance) and any(fact.sampler is Order.OF_RANK for fact in facts):
            options = sampler_options(loader.evaluator, value)
            if options is None or not options["num_replicas"].is_(1):
                return value
    return None


def padding_sampler(loader: Loader) -> Instance | None:
    """Return the library's sampler of ranks that repeats samples so that all ranks get as many.

    None where their number fits, and where the loader may have another sampler for ranks.
    """
    given = [v for v in samplers(loader) if not (isinstance(v, Const) and v.value is None)]
    padding = [v for v in given if isinstance(v, Instance) and _pads(loader, v)]
    usual = (Order.GIVEN, Order.RANDOM)
    others = [v for v in given if v not in padding and not (isinstance(v, Instance) and v.fact.sampler in usual)]
    return padding[0] if padding and not others else None


def _pads(loader: Loader, sampler: Instance) -> bool:
    options = sampler_options(loader.evaluator, sampler)
    if sampler.fact.sampler is not Order.OF_RANK or options is None or not options["drop_last"].is_(False):
        return False
    dataset, ranks = options.expression("dataset"), options["num_replicas"].constant
    size = Lengths(loader.evaluator).of(*dataset) if dataset is not None else None
    number = ranks.value if ranks is not None else None
    return not (isinstance(size, int) and isinstance(number, int) and number > 0 and size % number == 0)


def dataset_of_rank(loader: Loader) -> Instance | None:
    """Return the part of a dataset, made for one of several ranks, that the loader certainly reads; None if none is."""
    evaluator, values = loader.evaluator, loader["dataset"].values
    behind = expand(values, lambda value: wrapped(evaluator, value), mark) if len(values) == 1 else iter(())
    return next((v for v in behind if isinstance(v, Instance) and _is_part_of_rank(evaluator, v)), None)


def _is_part_of_rank(evaluator: Evaluator, made: Instance) -> bool:
    """Whether a call takes the part of a rank: as its function says, or the numbers of the samples that it is given.

    So does an object of the project that keeps every n-th sample, unless it is made for one rank.
    """
    if made.call is None:
        return False
    if isinstance(made.cls, ClassRef):
        return any(
            _is_every_nth(node) and not _counts_one_rank(evaluator, node, cls.file, made)
            for cls in evaluator.attributes.lineage(made.cls)
            for node in tree.walk(cls.node)
        )
    if made.fact.part_of_rank:
        return True
    if made.fact.takes_part:
        return any(map(speaks_of_ranks, made.call.args))
    if not made.fact.parts or len(made.call.args) < 2:
        return False
    return any(map(_is_every_nth, _written(made.call.args[1].value, made)))


def _counts_one_rank(evaluator: Evaluator, node: tree.Node, file: File, made: Instance) -> bool:
    """Whether code that keeps every n-th sample is known to count one rank only, as by default."""
    function = file.scopes.function_at(node)
    frame = at_large(file)
    if isinstance(made.cls, ClassRef) and isinstance(function, tree.Function):
        is_init = function.name == "__init__"
        of_init = evaluator.attributes.init_frame(made, made.cls) if is_init else None
        frame = of_init or frame.inner(function, receiver=made)
    named = [n for n in tree.walk(node) if isinstance(n, tree.Name | tree.Attribute) and speaks_of_ranks(n)]
    values = [value for name in named for value in evaluator.evaluate(name, frame)]
    return any(isinstance(value, Const) for value in values)


def _written(expr: tree.Expr, made: Instance) -> Iterator[tree.Node]:
    for part, _ in written(expr, made.frame):
        yield from tree.walk(part)


def _is_every_nth(node: tree.Node) -> bool:
    """Whether code counts from the rank on in steps of their number: `range(rank, n, ranks)`, `[rank::ranks]`."""
    match node:
        case tree.Call(func=tree.Name(id="range"), args=(start, _, step)):
            return speaks_of_ranks(start) and speaks_of_ranks(step)
        case tree.Call(func=func, args=(_, start, _, step)) if tree.last_name(func) == "islice":
            return speaks_of_ranks(start) and speaks_of_ranks(step)
        case tree.Operation(op="==", operands=(tree.Operation(op="%", operands=(_, step)), start)):
            return speaks_of_ranks(start) and speaks_of_ranks(step)
        case tree.Subscript(index=(tree.Other(kind="slice", children=bounds),)) if len(bounds) > 1:
            return speaks_of_ranks(bounds[0]) and speaks_of_ranks(bounds[-1])
    return False


def speaks_of_ranks(node: tree.Node) -> bool:
    """Whether anything in a piece of code is named after ranks."""
    return any(map(is_rank_name, tree.names(node)))
