"""What Lightning's Trainer is told of devices: that it needs a GPU, and that it runs a process for each device."""

from __future__ import annotations

from loaderlint.model.inference.call_options import Options
from loaderlint.model.inference.evaluator import Evaluator
from loaderlint.model.inference.values import ClassRef, Const, External, Instance, Items, Meaning
from loaderlint.model.project.file import Place

#: How Lightning's strategies are called that run a process for each device.
_FOR_RANKS = ("ddp", "fsdp", "deepspeed")


def needs_gpu(trainer: Options) -> Place | None:
    """Return where a Trainer is certainly told to use a GPU."""
    accelerator, gpus = trainer["accelerator"], trainer["gpus"]
    if accelerator.constant is not None and accelerator.constant.value in ("gpu", "cuda"):
        return accelerator.place
    numbers = gpus.constant is not None and gpus.constant.value not in (None, 0, "0", "")
    listed = bool(gpus.values) and all(isinstance(v, Items) and v.node.items for v in gpus.values)
    return gpus.place if numbers or listed else None


def strategy_for_ranks(evaluator: Evaluator, trainer: Options) -> Place | None:
    """Return where a Trainer certainly gets a strategy that runs a process for each device: a name, or an object."""
    for name in ("strategy", "accelerator"):  # before Lightning 1.5, `accelerator="ddp"` named the strategy
        values = trainer[name].values
        if values and all(_is_for_ranks(evaluator, value) for value in values):
            return trainer[name].place
    return None


def _is_for_ranks(evaluator: Evaluator, strategy: Meaning) -> bool:
    match strategy:
        case Const(value=str(named)):
            return named.startswith(_FOR_RANKS)
        case Instance(cls=External(path=path)):
            return path.rpartition(".")[2].lower().startswith(_FOR_RANKS)
        case Instance(cls=ClassRef() as cls):
            bases = evaluator.attributes.library_bases(cls)
            return any(base.path.rpartition(".")[2].lower().startswith(_FOR_RANKS) for base in bases)
    return False
