"""Whether workers would come to grief over what a loader holds: then none are added, and none kept."""

from __future__ import annotations

from functools import partial

from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.workers.gpu_placement import on_gpu
from loaderlint.model.workers.handle_sharing import SharedHandles
from loaderlint.model.workers.pickling import Pickling
from loaderlint.repairs.plan import Refusal


def cannot_have_workers(analysis: Analysis, loader: Loader) -> Refusal | None:
    """Return why workers must not be added to a loader that has none; None if nothing speaks against it."""
    if refusal := shares_handles(analysis, loader):
        return refusal
    if any(True for code in analysis.worker_code(loader) for _ in on_gpu(analysis.model.evaluator, code)):
        return Refusal("item code uses CUDA, which forked workers cannot (LL302)")
    pickling = Pickling(analysis.model.evaluator)
    for name in ("dataset", "collate_fn", "worker_init_fn"):
        values = (*loader[name].values, *loader.datasets()) if name == "dataset" else loader[name].values
        for obstacle in pickling.obstacles(values):
            return Refusal(f"`{name}` is or holds {obstacle.what}: it cannot be sent to spawned workers (LL303)")
    return None


def shares_handles(analysis: Analysis, loader: Loader) -> Refusal | None:
    """Return why the workers of a loader must not be kept as if nothing were wrong: they share an open handle."""
    handles = SharedHandles(analysis.model.explorer)
    for dataset in loader.datasets():
        for use in handles.shared(analysis.item_code(dataset), partial(analysis.run_before, dataset)):
            return Refusal(f"`{use.name}` is opened before the workers start, and would be shared by them (LL301)")
    return None
