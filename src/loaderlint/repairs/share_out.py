"""Repairs that give each rank its part of what a loader reads."""

from __future__ import annotations

from loaderlint.model.inference.values import Instance
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import sampler_options
from loaderlint.model.project.file import Place
from loaderlint.model.training.program import Program
from loaderlint.model.training.usage import Use
from loaderlint.repairs.loader_options import give, leave_out, of_others, written
from loaderlint.repairs.names import reference
from loaderlint.repairs.plan import Before, Refusal, Repair, Replace
from loaderlint.syntax import tree


def give_distributed_sampler(program: Program, loader: Loader, use: Use) -> Repair | Refusal:
    """Give a loader a sampler for ranks, and tell it the epoch in the loop over epochs around `use`."""
    dataset = written(loader, "dataset")
    if dataset is None:
        return Refusal("the dataset has no name that a sampler could be given")
    if not _ranks_are_joined_before(program, loader):
        return Refusal("the program is not seen to join the other ranks before it builds the loader")
    told = _tell_epoch(loader, use)
    named = reference(Place(loader.file, loader.call), "torch.utils.data.DistributedSampler")
    if isinstance(told, Refusal) or named is None:
        return told if isinstance(told, Refusal) else Refusal("`DistributedSampler` means something else here")
    sampler, imports = named
    order = "" if loader["shuffle"].is_(True) or not loader["sampler"].is_(None) else ", shuffle=False"
    parts = [give(loader, ("sampler", f"{sampler}({dataset}{order})"))]
    if loader.options["shuffle"].given:
        parts.append(leave_out(loader, "shuffle"))
    why = of_others(loader) or next((part for part in parts if isinstance(part, Refusal)), None)
    if why is not None:
        return why
    changes = [change for part in parts if isinstance(part, Repair) for change in part.changes]
    return Repair("give each rank its part, by a `DistributedSampler`", (*changes, *imports, told))


def split_stream(program: Program, loader: Loader, stream: Instance) -> Repair | Refusal:
    """Give each rank its part of a library's stream: of its shards, or of what the loader is given."""
    if not _ranks_are_joined_before(program, loader):
        return Refusal("the program is not seen to join the other ranks before it builds the loader")
    if (why := of_others(loader)) is not None:
        return why
    if stream.fact.stages:
        return _split_shards(stream, _SPLIT_BY_NODE, "give each rank its part of the shards")
    given = loader.options.expression("dataset")
    own = next((a for a in loader.call.args if given is not None and a.value is given[0]), None)
    user = Place(loader.file, loader.call)
    named = [reference(user, path) for path in (_SPLIT, _RANK, _RANKS)]
    known = [found for found in named if found is not None]
    if own is None or len(known) < len(named):
        return Refusal("the stream is not given to the loader in the call alone")
    (split, *_), (rank, *_), (ranks, *_) = known
    code = (f"{split}(", Place(loader.file, own.value), f", {rank}(), {ranks}())")
    imports = [statement for _, statements in known for statement in statements]
    return Repair("give each rank its part of the stream", (Replace(Place(loader.file, own.value), code), *imports))


#: What is written into a file for that.
_SPLIT = "datasets.distributed.split_dataset_by_node"
_RANK, _RANKS = "torch.distributed.get_rank", "torch.distributed.get_world_size"
_SPLIT_BY_NODE, _SPLIT_BY_WORKER = "webdataset.split_by_node", "webdataset.split_by_worker"


def split_shards_by_worker(pipeline: Instance) -> Repair | Refusal:
    """Give each worker its part of a pipeline's shards."""
    return _split_shards(pipeline, _SPLIT_BY_WORKER, "give each worker its part of the shards")


def _split_shards(pipeline: Instance, splitter: str, summary: str) -> Repair | Refusal:
    """Have a pipeline split its shards by a stage of a library, right behind the stage that lists them."""
    first = pipeline.call.args[0] if pipeline.call is not None and pipeline.call.args else None
    user = Place(pipeline.file, pipeline.call) if pipeline.call is not None else None
    named = reference(user, splitter) if user is not None else None
    if first is None or first.star or first.keyword is not None or named is None:
        return Refusal("the stages of the pipeline are not given in its call")
    stage = Place(pipeline.file, first.value)
    change = Replace(stage, (stage, f", {named[0]}"))
    return Repair(summary, (change, *named[1]))


def leave_out_sampler(loader: Loader, sampler: Instance) -> Repair | Refusal:
    """Leave a sampler for ranks out, and shuffle if that does."""
    options = sampler_options(loader.evaluator, sampler)
    if options is None or not (options["shuffle"].is_(True) or options["shuffle"].is_(False)):
        return Refusal("it cannot be told whether the sampler shuffles")
    if any(_names_a_sampler(call) for call in loader.file.calls_named("set_epoch")):
        return Refusal("the loop over epochs asks the loader for its sampler")
    parts = [leave_out(loader, "sampler")]
    if options["shuffle"].is_(True):
        parts.append(give(loader, ("shuffle", "True")))
    why = of_others(loader) or next((part for part in parts if isinstance(part, Refusal)), None)
    if why is not None:
        return why
    changes = tuple(change for part in parts if isinstance(part, Repair) for change in part.changes)
    return Repair("leave the sampler out", changes)


def _names_a_sampler(call: tree.Call) -> bool:
    """Whether a method of `loader.sampler` is called."""
    return isinstance(call.func, tree.Attribute) and isinstance(call.func.value, tree.Attribute)


def _ranks_are_joined_before(program: Program, loader: Loader) -> bool:
    """Whether a program joins the other ranks, under no condition, before it builds a loader."""
    for step in program.steps:
        if step.node is loader.call:
            return False
        if step.fact.joins_ranks:
            return not any(isinstance(above, tree.If) for above in step.file.scopes.ancestors(step.node))
    return False


def _tell_epoch(loader: Loader, use: Use) -> Before | Refusal:
    """Tell the loader's sampler the epoch, where the loop over epochs knows both by name."""
    file, scopes = loader.file, loader.file.scopes
    made = scopes.parent.get(loader.call)
    match made, use.epochs.node if use.epochs else None:
        case tree.Assign(targets=(tree.Name(id=name),)), tree.For(target=tree.Name(id=epoch), body=body) as epochs:
            if use.epochs is not None and use.epochs.file is file:
                homes = [scopes.scope_at(node).lookup(name) for node in (loader.call, epochs)]
                if homes[0] is not None and homes[0] == homes[1] and len(homes[0][1]) == 1:
                    return Before(Place(file, body[0]), f"{name}.sampler.set_epoch({epoch})")
    return Refusal("the sampler could not be told the epoch: the loop over epochs does not know the loader by name")
