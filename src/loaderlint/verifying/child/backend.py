"""Lets programs for GPUs form their process group where a rank has none."""

from __future__ import annotations

import os
import sys
from functools import wraps
from types import ModuleType
from typing import Any


def without_gpus(module: ModuleType) -> None:
    """Make `init_process_group` of `torch.distributed.distributed_c10d` take gloo for nccl where ranks outnumber GPUs.

    All ranks of this machine decide alike: a rank that took nccl would wait for ever for one that took gloo.
    """
    form = module.init_process_group

    @wraps(form)
    def init_process_group(backend: Any = None, *args: Any, **kwargs: Any) -> Any:
        if "nccl" in str(backend).lower() and _gpus() < _ranks(kwargs.get("world_size")):
            backend = "gloo"
            kwargs.pop("device_id", None)
        return form(backend, *args, **kwargs)

    module.__dict__["init_process_group"] = init_process_group


def _gpus() -> int:
    torch: Any = sys.modules["torch"]
    return int(torch.cuda.device_count())


def _ranks(world_size: int | None) -> int:
    """Return how many ranks run on this machine: as `torch.distributed.run` says, or as many as there are in all."""
    return max(1, int(os.environ.get("LOCAL_WORLD_SIZE") or world_size or os.environ.get("WORLD_SIZE") or 1))
