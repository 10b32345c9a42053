"""What the model answers about the files of a program, room by room: where, and in the words of `#?` comments.

All that these tests ask of the model is asked here and in `words.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from loaderlint.config import Config
from loaderlint.model.analysis import Analysis, Model
from loaderlint.model.inference.values import ClassRef, FunctionRef, Instance, at_large
from loaderlint.model.iterables.exhaustion import used_up
from loaderlint.model.iterables.sharding import Sharding
from loaderlint.model.iterables.shuffle_before_shard import early_shuffles
from loaderlint.model.loaders.core_counts import cores
from loaderlint.model.loaders.dataset_kind import is_map
from loaderlint.model.loaders.held_objects import ways
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.loaders.sampler import never_ends, shuffled_at
from loaderlint.model.loaders.start_method import start_method
from loaderlint.model.project.file import Place
from loaderlint.model.project.project import Project
from loaderlint.model.randomness.determinism import determinism
from loaderlint.model.randomness.item_reseeding import reseedings
from loaderlint.model.randomness.program_seed import seed_at
from loaderlint.model.randomness.rng_origin import origin_of
from loaderlint.model.randomness.seed_range import BoundsOf
from loaderlint.model.randomness.seed_variation import ITEM, WORKER_ID, VariationOf
from loaderlint.model.randomness.worker_init import reseeded
from loaderlint.model.training.dataset_changes import changes, possible_change
from loaderlint.model.training.first_batches import cycled, first_batches
from loaderlint.model.training.gpu_copies import copies
from loaderlint.model.training.ranks import distributed_sampler, process_group, seeded_alike
from loaderlint.model.training.rebuilt_loaders import rebuilt
from loaderlint.model.training.seed_restarts import restart
from loaderlint.model.training.usage import Usage, Use
from loaderlint.model.workers.conditions import guards
from loaderlint.model.workers.gpu_placement import on_gpu, returned_from_gpu
from loaderlint.model.workers.handle_sharing import SharedHandles
from loaderlint.model.workers.handle_uses import Handles
from loaderlint.model.workers.item_code import Draw, ItemCode
from loaderlint.model.workers.item_work import item_work, orders_itself
from loaderlint.model.workers.none_results import nothings
from loaderlint.model.workers.pickling import Pickling
from loaderlint.model.workers.python_objects import bulks
from loaderlint.model.workers.sample_caches import caches
from loaderlint.preset import PRESETS
from loaderlint.syntax import tree
from loaderlint.text.locate import location
from loaderlint.text.source import decode
from tests.model.words import Words, bounds, loader_name, variation

#: An answer: what it is about, and what it says.
Answer: TypeAlias = tuple[Place, str]

#: What is asked: the comment in each line that has one.
Asked: TypeAlias = Mapping[int, str]


def answers(room: str, folder: Path, asked: Mapping[Path, Asked]) -> dict[Path, dict[int, str]]:
    """Return what the model answers about the files of a program in `folder`: by file and line."""
    project, config = Project(folder, {}), Config(folder)
    model = Model(project, config.target_torch, PRESETS[config.preset])
    found: dict[Path, dict[int, list[str]]] = {path: {} for path in asked}
    for path in asked:
        analysis = model.analysis(project.file(decode(path, project.read(path))))
        for place, text in ROOMS[room](analysis, asked[path]):
            said = found[place.file.source.path].setdefault(_line(place), [])
            if text not in said:
                said.append(text)
    return {path: {line: "; ".join(said) for line, said in sorted(lines.items())} for path, lines in found.items()}


def _line(place: Place) -> int:
    return location(place.file.source, *place.span).line


# -- inference: what the expression in a line with a comment can mean --------------------------------------------------


def values(analysis: Analysis, asked: Asked) -> Iterator[Answer]:
    """Answer for what a line assigns or returns, or for the expression that it is."""
    for node in tree.walk(analysis.file.tree):
        match node:
            case tree.Assign(value=tree.Node() as value) | tree.Return(value=tree.Node() as value):
                pass
            case tree.Evaluate(kind="", values=(value,)):
                pass
            case _:
                continue
        if (line := _line(place := Place(analysis.file, value))) in asked:
            words = Words(analysis.model.evaluator, reasons="? (" in asked[line])
            yield place, words.expression(value, at_large(analysis.file))


# -- loaders: the options, and what follows from them, that the comment at a loader names ------------------------------


def options(analysis: Analysis, asked: Asked) -> Iterator[Answer]:
    """Answer for every loader that a file builds, or has built by a call."""
    for loader in analysis.loaders:
        *_, place = [loader.place, *(call for call in loader.way if call.file is analysis.file)]
        names = dict.fromkeys(re.findall(r"(\w+)=", asked.get(_line(place), "num_workers=")))
        yield place, " ".join(f"{name}={_option(analysis, loader, name)}" for name in names)


def _option(analysis: Analysis, loader: Loader, name: str) -> str:
    """One option of a loader, or one of those below that follow from several."""
    words, evaluator = Words(analysis.model.evaluator), analysis.model.evaluator
    known = {True: "yes", False: "no", None: "?"}
    match name:
        case "workers":
            return known[loader.workers]
        case "datasets":  # behind wrappers
            return words.values(tuple(loader.datasets())) or "?"
        case "seen":
            return "all" if loader.is_wholly_seen else "some" if loader.is_seen_through else "?"
        case "numbered":
            return known[is_map(evaluator, loader)]
        case "iterable":
            return " | ".join(known[analysis.is_iterable(dataset)] for dataset in loader.datasets())
        case "shuffled":
            return known[shuffled_at(loader) is not None]
        case "start":
            return start_method(loader, analysis.file) or "?"
        case "cores":
            given = loader.options.expression("num_workers")
            compared = given and cores(evaluator, *given)
            return ("more" if compared.beyond else "all") if compared else "?"
        case "holds":
            held = [way for value in loader["dataset"].values for way in ways(evaluator, value)]
            return ", ".join(f"{way or 'dataset'}: {words.values((value,))}" for way, value in held)
    option = loader[name]
    text = words.values(option.values)
    return text if option.given is not False else f"{text} by default"


# -- training: what is done with loaders -------------------------------------------------------------------------------


def training(analysis: Analysis, _: Asked) -> Iterator[Answer]:
    """Answer where batches are consumed, and where a program does something to its loaders and to their order."""
    program, evaluator = analysis.program, analysis.model.evaluator
    for usage in program.usages:
        name = loader_name(usage.loader)
        if sampler := distributed_sampler(usage.loader):
            yield sampler, f"{name}: one rank's part"
        for use in usage.uses:
            yield use.place, f"{name}: {', '.join(_use(analysis, usage, use))}"
            for copy in copies(usage.loader, use):
                yield copy.place, "copies to the GPU and waits" if copy.blocking else "copies to the GPU"
            if rebuilt(program, analysis.model.explorer, usage.loader, use):
                yield usage.loader.place, f"{name}: rebuilt in every epoch"
            if again := restart(program, usage.loader, use):
                yield again.call, f"{name}: same order again"
            if use.epochs is not None:
                certain = list(changes(program, analysis.model.explorer, usage, use.epochs))
                for change in certain:
                    yield change.place, f"sets {', '.join(sorted(change.attributes))}"
                possible = possible_change(program, usage, use.epochs)
                if possible and possible not in [change.place for change in certain]:
                    yield possible, "may change the dataset"
    for first in first_batches(program):
        yield first.place, f"{loader_name(first.loader)}: its first batch again"
    for loader, place, begins_anew in cycled(program):
        yield place, f"{loader_name(loader)}: {'cycled' if begins_anew else 'cycled for one pass'}"
    if joining := process_group(evaluator, analysis.file):
        yield joining, "one of several ranks"
        for usage in program.usages:
            if seeding := seeded_alike(program, usage.loader.made, None):
                yield seeding, "same seed on all ranks"


def _use(analysis: Analysis, usage: Usage, use: Use) -> Iterator[str]:
    yield use.role.value
    if use.repeated:
        yield "every epoch"
    if use.relays:
        yield "relayed"
    if use.taken:
        yield "by next"
    if not use.is_whole(analysis.model.evaluator):
        yield "may stop early"
    if never_ends(usage.loader):
        yield "endless"
    if use.replaced:
        yield "or what is made of it"
    if not usage.clear:
        yield "used elsewhere"


# -- workers: what item code does --------------------------------------------------------------------------------------


def items(analysis: Analysis, _: Asked) -> Iterator[Answer]:
    """Answer where the code that workers run does what matters, and where what it needs is kept."""
    evaluator, explorer = analysis.model.evaluator, analysis.model.explorer
    for dataset in _datasets(analysis):
        code = analysis.item_code(dataset)
        yield from _item_code(analysis, code)
        shared = SharedHandles(explorer).shared(code, lambda dataset=dataset: analysis.run_before(dataset))  # type: ignore[misc]
        opened_before = {use.made for use in shared}
        for use in Handles(evaluator).uses(code):
            yield use.place, f"reads {use.kind.value} {use.name}{', shared' * (use.made in opened_before)}"
        for cache in caches(evaluator, dataset, code):
            yield cache.place, f"keeps samples in {cache.name}"
        for bulk in bulks(explorer, dataset, code):
            yield bulk.place, f"keeps rows in self.{bulk.attribute}"
        for method in evaluator.attributes.attribute(dataset, "__getitem__"):
            if isinstance(method, FunctionRef):
                for nothing in nothings(evaluator, method):
                    yield nothing.place, "returns None" if nothing.certain else "may return None"
                frame = evaluator.calls.enter(method, None, at_large(method.file))
                for returned in returned_from_gpu(evaluator, frame) if frame else ():
                    yield returned.place, "gives out GPU memory"
        if code.opaque and isinstance(dataset.cls, ClassRef):
            yield Place(dataset.cls.file, dataset.cls.node), "calls what is not seen"
    for loader in analysis.loaders:
        yield from _item_code(analysis, analysis.collate_code(loader))
        if work := item_work(explorer, loader):
            yield work[0], work[1]
        if orders_itself(explorer, loader):
            yield loader.place, "orders its samples itself"
        for obstacle in Pickling(evaluator).obstacles(
            (*loader["dataset"].values, *loader["collate_fn"].values, *loader["worker_init_fn"].values)
        ):
            yield obstacle.place, f"cannot be pickled: {obstacle.what}"


def _item_code(analysis: Analysis, code: ItemCode) -> Iterator[Answer]:
    evaluator = analysis.model.evaluator
    for draw in code.draws:
        yield draw.place, f"draws from {_stream(draw)}{_when(analysis, code, draw.place)}"
    for gpu in on_gpu(evaluator, code):
        yield gpu.place, f"{'on' if gpu.certain else 'maybe on'} the GPU{_when(analysis, code, gpu.place)}"


def _stream(draw: Draw) -> str:
    origin = origin_of(draw)
    return origin.name if origin else draw.family.value


def _when(analysis: Analysis, code: ItemCode, place: Place) -> str:
    """The conditions around a place in item code."""
    frames = (visit.frame for visit in code.visits if place.node in visit.live)
    found = {guard.value for frame in frames for guard in guards(analysis.model.evaluator, place, frame)}
    return "".join(f", {said}" for said in sorted(found))


def _datasets(analysis: Analysis) -> Iterator[Instance]:
    """The datasets that a file's loaders read, and one of each of its dataset classes that no loader reads."""
    read = dict.fromkeys(dataset for loader in analysis.loaders for dataset in loader.datasets())
    yield from read
    for cls in analysis.datasets:
        if cls not in [dataset.cls for dataset in read]:
            yield cls.instance


# -- randomness: what seeds depend on ----------------------------------------------------------------------------------


def seeds(analysis: Analysis, _: Asked) -> Iterator[Answer]:
    """Answer for what streams are seeded with, in workers and in the program, and for what item code draws from."""
    evaluator, explorer = analysis.model.evaluator, analysis.model.explorer
    for loader in analysis.loaders:
        init = analysis.worker_init(loader)
        if init is not None:
            varies = VariationOf(evaluator, init.node, given=WORKER_ID)
            yield from _seeds(analysis, loader, explorer.functions([init]), varies, _worker_id(init))
            yield (
                Place(init.file, init.node),
                f"reseeds {', '.join(sorted(reseeded(evaluator, explorer, init))) or 'nothing'}",
            )
        for dataset in loader.datasets():
            for root in evaluator.attributes.attribute(dataset, "__getitem__"):
                if isinstance(root, FunctionRef):
                    varies = VariationOf(evaluator, root.node, given=ITEM)
                    yield from _seeds(analysis, loader, explorer.functions([root]), varies, None)
            for reseeding in reseedings(evaluator, explorer, dataset):
                often = "for the first item" if reseeding.once else "for every item"
                yield reseeding.place, f"sets {reseeding.stream} back {often}"
            for draw in analysis.item_code(dataset).draws:
                if origin := origin_of(draw):
                    seeded = "seeded" if origin.seeded else "from the system"
                    yield origin.place, f"{origin.name}: {origin.keeper.value}, {seeded}"
        if analysis.torch_seeding:
            written = seed_at(evaluator, analysis.torch_seeding, loader.place)
            yield analysis.torch_seeding, f"seeds torch, {loader_name(loader)} with {written or '?'}"
    if claim := determinism(evaluator, analysis.file):
        yield claim, "means to repeat its runs"


def _worker_id(init: FunctionRef) -> tree.Parameter | None:
    """The parameter of a `worker_init_fn` that torch gives the worker's id."""
    params = init.node.params[1 if init.receiver is not None else 0 :]
    return params[0] if params and init.partial is None else None


def _seeds(
    analysis: Analysis, loader: Loader, code: ItemCode, varies: VariationOf, worker_id: tree.Parameter | None
) -> Iterator[Answer]:
    count = loader["num_workers"].constant
    within = BoundsOf(analysis.model.evaluator, count.value if count else None, worker_id)  # type: ignore[arg-type]
    for seeding in code.seedings:
        call = seeding.place.node
        assert isinstance(call, tree.Call)
        given = (call.args[0].value, seeding.frame)
        yield seeding.place, f"{variation(varies.expression(*given))}: {bounds(within.expression(*given))}"


# -- iterables: who reads what -----------------------------------------------------------------------------------------


def shares(analysis: Analysis, _: Asked) -> Iterator[Answer]:
    """Answer for where the samples of IterableDatasets come from, and how workers share them."""
    evaluator, explorer = analysis.model.evaluator, analysis.model.explorer
    sharding = Sharding(evaluator, explorer)
    for dataset in filter(analysis.is_iterable, _datasets(analysis)):
        assert isinstance(dataset.cls, ClassRef)
        split = {True: "split by worker", False: "not split", None: "may be split"}[sharding.splits_by_worker(dataset)]
        ranks = ", knows of ranks" if sharding.knows_of_ranks(dataset) else ""
        yield Place(dataset.cls.file, dataset.cls.node), f"{split}{ranks}"
        if place := sharding.read_by_every_worker(dataset):
            yield place, "read by every worker"
        if end := used_up(evaluator, dataset):
            yield end.returned, "used up after one pass"
        for early in early_shuffles(evaluator, analysis.item_code(dataset)):
            yield early.draw.place, "another order in every worker"
            yield early.part, "split after the shuffle"
    for loader in analysis.loaders:
        if sharding.may_be_done_by(analysis.worker_init(loader), loader):
            yield loader.place, "its worker_init_fn may split"


ROOMS: dict[str, Callable[[Analysis, Asked], Iterable[Answer]]] = {
    "inference": values,
    "loaders": options,
    "training": training,
    "workers": items,
    "randomness": seeds,
    "iterables": shares,
}
