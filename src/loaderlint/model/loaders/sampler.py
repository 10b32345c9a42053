"""What decides which samples a loader gives, in which order, and how many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from loaderlint.model.inference.call_options import Options
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import (
    ClassRef,
    Const,
    Frame,
    FunctionRef,
    Instance,
    Items,
    Meaning,
    Meanings,
    at_large,
    mark,
)
from loaderlint.model.inference.walk import expand
from loaderlint.model.libraries.facts import Fact, Gives, Order
from loaderlint.model.libraries.words import is_rank_name
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.project.file import Place
from loaderlint.syntax import tree
from loaderlint.syntax.scope import Binding

#: Samples that no run comes to the end of.
_SAMPLES_OF_A_RUN: Final = 1_000_000_000


def shuffled_at(loader: Loader) -> Place | None:
    """Return what makes a loader shuffle, with its `generator` or else torch's global stream."""
    shuffle, sampler = loader["shuffle"], loader["sampler"]
    if shuffle.is_(True) and sampler.is_(None) and loader["batch_sampler"].is_(None):
        return shuffle.place or loader.place
    only = sampler.values[0] if len(sampler.values) == 1 else None
    if not isinstance(only, Instance) or only.call is None or only.fact.sampler is not Order.RANDOM:
        return None
    spread = any(a.star or a.keyword == "generator" for a in only.call.args)
    return None if spread else sampler.place


def shuffled_alone_at(loader: Loader) -> Place | None:
    """Return what makes a loader shuffle in the runs in which no sampler deals out the samples to several ranks."""
    shuffle, sampler = loader["shuffle"], loader["sampler"]
    none = [value for value in sampler.values if isinstance(value, Const) and value.value is None]
    of_ranks = [v for v in sampler.values if isinstance(v, Instance) and v.fact.sampler is Order.OF_RANK]
    if not none or not of_ranks or len(none) + len(of_ranks) < len(sampler.values):
        return None
    may_be_on = any(isinstance(value, Const) and value.value is True for value in shuffle.values)
    given, asked = loader.options.expression("sampler"), loader.options.expression("shuffle")
    match asked:
        case (tree.Operation(op="is", operands=(one, tree.Constant(value=None))), _) if given is not None:
            may_be_on = may_be_on or tree.are_alike(one, given[0])
    return shuffle.place if may_be_on and loader["batch_sampler"].is_(None) else None


def shuffling_sampler(loader: Loader) -> Instance | None:
    """Return the library's sampler that gives each of its samples once, in random order, if the loader has that.

    Under some condition it may have another of the kind, or none.
    """
    given = [value for value in loader["sampler"].values if not (isinstance(value, Const) and value.value is None)]
    shuffling = [v for v in given if isinstance(v, Instance) and _shuffles_once(loader.evaluator, v)]
    return shuffling[0] if shuffling and len(shuffling) == len(given) else None


def in_order_at(loader: Loader) -> Place | None:
    """Return what tells the one sampler that a loader has to give each rank its samples in order, if something does."""
    match loader["sampler"].values:
        case (Instance(fact=Fact(sampler=Order.OF_RANK)) as only,):
            options = sampler_options(loader.evaluator, only)
            return options["shuffle"].place if options is not None and options["shuffle"].is_(False) else None
    return None


def _shuffles_once(evaluator: Evaluator, sampler: Instance) -> bool:
    """Whether a sampler certainly gives each of its samples once, in random order."""
    options = sampler_options(evaluator, sampler)
    if options is None or sampler.fact.weighted:
        return False
    if sampler.fact.sampler is Order.OF_RANK:
        return options["shuffle"].is_(True)
    once = not options["replacement"].may_be(True) and options["num_samples"].is_(None)
    return sampler.fact.sampler is Order.RANDOM and once


def samplers(loader: Loader) -> Iterator[Meaning]:
    """Yield what a loader's samplers can be, and what those that make batches of another's samples wrap, each once."""
    given = (*loader["sampler"].values, *loader["batch_sampler"].values)
    return expand(given, lambda value: _wrapped(loader.evaluator, value), mark)


def has_own_sampler(loader: Loader) -> bool:
    """Whether a sampler of the project's own decides on the order of the samples."""
    return any(isinstance(value, Instance) and isinstance(value.cls, ClassRef) for value in samplers(loader))


def _wrapped(evaluator: Evaluator, value: Meaning) -> Meanings:
    """What a sampler of a library takes samples from."""
    if isinstance(value, Instance) and value.fact.sampler and value.fact.wraps and value.call is not None:
        first = [a for a in value.call.args if not a.star and a.keyword in (None, "sampler")][:1]
        return tuple(m for argument in first for m in evaluator.evaluate(argument.value, value.frame))
    return ()


def sampler_options(evaluator: Evaluator, made: Instance) -> Options | None:
    """Return the arguments that a library's sampler is made with; None where these are not known."""
    signature = made.fact.signature
    if signature is None or made.call is None:
        return None
    names, defaults = signature.parameters, signature.defaults
    return Options(evaluator, made.call, made.frame, names=names, defaults=defaults, partial=made.partial)


def is_for_ranks(evaluator: Evaluator, value: Meaning) -> bool:
    """Whether a sampler gives each rank its part: one of a library, or one of the project that speaks of ranks."""
    if not isinstance(value, Instance):
        return False
    if any(fact.sampler is Order.OF_RANK for fact in evaluator.attributes.facts(value)):
        return True
    classes = evaluator.attributes.lineage(value.cls) if isinstance(value.cls, ClassRef) else []
    return any(is_rank_name(name) for cls in classes for name in tree.names(cls.node))


def gives_lists(evaluator: Evaluator, value: Meaning) -> bool:
    """Whether a sampler certainly gives lists of numbers, as those for `batch_sampler` do."""
    if not isinstance(value, Instance):
        return False
    own = evaluator.attributes.attribute(value, "__iter__") if isinstance(value.cls, ClassRef) else ()
    functions = [method for method in own if isinstance(method, FunctionRef)]
    if not functions:
        return any(fact.batches for fact in evaluator.attributes.facts(value))
    frames = [evaluator.calls.enter(method, None, at_large(method.file)) for method in functions]
    return all(frame is not None and _yields_lists(evaluator, frame) for frame in frames)


def _yields_lists(evaluator: Evaluator, frame: Frame) -> bool:
    """Whether all that a generator function yields are lists."""
    yields = tree.yielding(frame.function)
    given = [n.children[0] if n.kind == "yield" and n.children else None for n in yields]
    return bool(given) and all(expr is not None and _is_list(evaluator, expr, frame) for expr in given)


def _is_list(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> bool:
    match expr:
        case tree.Comprehension(kind="ListComp") | tree.Call(func=tree.Attribute(attr="tolist")):
            return True
        case tree.Subscript(index=(tree.Other(kind="slice"),)):
            return True
        case tree.Name():
            here, bindings = evaluator.names.given(expr, frame)
            return bool(bindings) and all(_is_list_bound(evaluator, binding, here) for binding in bindings)
    values = evaluator.evaluate(expr, frame)
    return bool(values) and all(
        isinstance(v, Items) or (isinstance(v, Instance) and v.fact.container and v.fact.passes) for v in values
    )


def _is_list_bound(evaluator: Evaluator, binding: Binding, frame: Frame) -> bool:
    """Whether an assignment gives a name a list, or a loop goes through a list of lists with it."""
    value = binding.value
    if value is None or binding.path:
        return False
    if binding.kind == "assign":
        return not isinstance(value, tree.Name) and _is_list(evaluator, value, frame)
    if isinstance(value, tree.Name):
        frame, bindings = evaluator.names.given(value, frame)
        value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
    match value:
        case tree.Comprehension(kind="ListComp", elements=(element,)) if binding.kind == "loop":
            return _is_list(evaluator, element, frame)
    return False


def never_ends(loader: Loader) -> bool:
    """Whether one pass over a loader lasts for the whole run: its sampler, or its dataset, goes on for ever.

    So does a sampler that is told to draw more samples than any run takes: `num_samples=int(1e10)`.
    """
    attributes = loader.evaluator.attributes
    if any(_draws_for_a_whole_run(loader.evaluator, value) for value in samplers(loader)):
        return True
    for value in (*samplers(loader), *loader["dataset"].values):
        if isinstance(value, Instance) and isinstance(value.cls, ClassRef):
            for method in attributes.attribute(value, "__iter__"):
                nodes = tree.walk(method.node) if isinstance(method, FunctionRef) else ()
                if any(_is_endless(loader.evaluator, node, at_large(value.cls.file)) for node in nodes):
                    return True
    return False


def _draws_for_a_whole_run(evaluator: Evaluator, sampler: Meaning) -> bool:
    options = sampler_options(evaluator, sampler) if isinstance(sampler, Instance) else None
    number = options["num_samples"].constant if options is not None else None
    return number is not None and isinstance(number.value, int) and number.value >= _SAMPLES_OF_A_RUN


def _is_endless(evaluator: Evaluator, node: tree.Node, module: Frame) -> bool:
    """Whether code goes on for ever: `while True`, or a loop over `cycle(paths)`, without a way out, or gives these."""
    match node:
        case tree.While(test=tree.Constant(value=True | 1), body=body):
            pass
        case tree.For(iterable=iterable, body=body) if _gives_endlessly(evaluator, iterable, module):
            pass
        case tree.Return(value=tree.Node() as value):
            return _gives_endlessly(evaluator, value, module)
        case _:
            return False
    inside = [n for statement in body for n in tree.walk_own(statement)]
    return not any(isinstance(n, tree.Return) or (isinstance(n, tree.Jump) and n.kind == "break") for n in inside)


def _gives_endlessly(evaluator: Evaluator, expr: tree.Expr, module: Frame) -> bool:
    """Whether an expression is `cycle(paths)`, or an iterator over what that gives: `map(read, cycle(paths))`."""
    if not isinstance(expr, tree.Call):
        return False
    fact = evaluator.fact(expr.func, module)
    if fact.endless or fact.passes is None or fact.gives is Gives.PART:  # `islice` ends
        return bool(fact.endless)
    passed = [a.value for a in expr.args if a.keyword is None and not a.star][fact.passes.sources]
    return bool(passed) and all(_gives_endlessly(evaluator, part, module) for part in passed)
