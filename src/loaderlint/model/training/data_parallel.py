"""Models that are trained on several ranks at once, and whether each rank gets samples of its own."""

from __future__ import annotations

from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import Const, Frame, Instance, Meaning, at_large
from loaderlint.model.inference.written import written
from loaderlint.model.iterables.sharding import Sharding
from loaderlint.model.libraries.facts import Order
from loaderlint.model.loaders.dataset_kind import is_map
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.rank_parts import speaks_of_ranks
from loaderlint.model.loaders.sampler import sampler_options, samplers
from loaderlint.model.project.file import Place
from loaderlint.model.training.program import Program
from loaderlint.model.training.ranks import splits_by_rank
from loaderlint.model.training.usage import Use
from loaderlint.model.workers.item_code import Explorer
from loaderlint.syntax import tree


def model_of_ranks(program: Program, use: Use) -> tuple[Place, bool] | None:
    """Return where a model is wrapped to be trained on several ranks that a loop over batches calls.

    With it comes whether that model is certainly the one that is called. None where the ranks may share one batch.
    """
    evaluator = program.evaluator
    in_place: dict[Instance, Place] = {}
    calls = [(step, step.node) for step in program.steps if isinstance(step.node, tree.Call)]
    for step, call in calls:
        fact = step.fact
        if fact.splits_model:
            return None
        if fact.data_parallel and call.args:
            given = evaluator.evaluate(call.args[0].value, step.frame)
            in_place |= {model: Place(step.file, call) for model in given if isinstance(model, Instance)}
    for step, _ in calls:
        if step.scene is not None and any(scene is use.loop for scene in step.scene.outwards()):
            for model in step.callees:
                if isinstance(model, Instance):
                    place = model.place if model.fact.data_parallel else in_place.get(model)
                    if place is not None and not _is_switched_off(evaluator, place):
                        return place, len(step.callees) == 1
    return None


def reads_all_on_every_rank(explorer: Explorer, loader: Loader, use: Use) -> bool:
    """Whether every rank goes through all samples of a loader: nothing that is seen gives each a part of its own."""
    evaluator = loader.evaluator
    if not loader.is_wholly_seen or not is_map(evaluator, loader):
        return False
    if not all(_gives_all(evaluator, sampler) for sampler in samplers(loader)) or _is_for_one_process(loader):
        return False
    sharding = Sharding(evaluator, explorer)
    datasets = loader.datasets()
    files = {loader.file, *(scene.file for scene in use.scenes), *(dataset.file for dataset in datasets)}
    given = [loader.options.expression(name) for name in ("dataset", "sampler", "batch_sampler")]
    made_from = [part for one in given if one is not None for part in written(*one)]
    return not (
        any(map(splits_by_rank, files))
        or any(map(sharding.knows_of_ranks, datasets))
        or any(_asks_for_ranks(part) or _deals_out(evaluator, part, frame) for part, frame in made_from)
    )


def _is_switched_off(evaluator: Evaluator, place: Place) -> bool:
    """Whether code stands under a condition that never holds: `if ranks > 1`, where that is 1 in its function.

    What an attribute says is a setting, which may be another one tomorrow.
    """
    child = place.node
    for above in place.file.scopes.ancestors(place.node):
        if isinstance(above, tree.If) and child is not above.test and not _reads_attribute(above.test):
            values = evaluator.evaluate(above.test, at_large(place.file))
            taken = child in above.body
            if values and all(isinstance(v, Const) and not v.assumed and bool(v.value) != taken for v in values):
                return True
        child = above
    return False


def _reads_attribute(expr: tree.Expr) -> bool:
    return any(isinstance(node, tree.Attribute) for node in tree.walk(expr))


def _asks_for_ranks(code: tree.Node) -> bool:
    """Whether anything in a piece of code is named after ranks, or after distribution among them."""
    words = {word for name in tree.names(code) for word in name.lower().split("_")}
    return speaks_of_ranks(code) or any(word in ("dist", "ddp") or "distributed" in word for word in words)


def _deals_out(evaluator: Evaluator, expr: tree.Expr, frame: Frame) -> bool:
    """Whether an expression makes, perhaps only under some condition, a library's sampler for ranks."""
    calls = (node for node in tree.walk(expr) if isinstance(node, tree.Call))
    return any(evaluator.fact(call.func, frame).sampler is Order.OF_RANK for call in calls)


def _is_for_one_process(loader: Loader) -> bool:
    """Whether a condition on ranks decides that a loader is built: what ranks get is then built elsewhere."""
    evaluator = loader.evaluator
    for above in loader.file.scopes.ancestors(loader.call):
        if isinstance(above, tree.If | tree.Conditional):
            for part, frame in written(above.test, loader.frame):
                calls = (node for node in tree.walk(part) if isinstance(node, tree.Call))
                if _asks_for_ranks(part) or any(evaluator.fact(call.func, frame).asks_ranks for call in calls):
                    return True
    return False


def _gives_all(evaluator: Evaluator, sampler: Meaning) -> bool:
    """Whether a sampler is none, or a library's that gives each of its samples once."""
    if isinstance(sampler, Const):
        return sampler.value is None
    if not isinstance(sampler, Instance) or sampler.fact.sampler not in (Order.RANDOM, Order.GIVEN):
        return False
    options = sampler_options(evaluator, sampler)
    return options is not None and (options["replacement"].is_(False) or options["replacement"].is_(None))
