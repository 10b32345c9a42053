"""Lets programs for GPUs form their process group where ranks have none."""

from __future__ import annotations

import os
import sys
from functools import wraps
from types import ModuleType
from typing import Any


def without_gpus(module: ModuleType) -> None:
    """Make `init_process_group` of `torch.distributed.distributed_c10d` take gloo for nccl on a rank without a GPU."""
    form = module.init_process_group

    @wraps(form)
    def init_process_group(backend: Any = None, *args: Any, **kwargs: Any) -> Any:
        if "nccl" in str(backend).lower() and not _has_gpu():
            backend = "gloo"
            kwargs.pop("device_id", None)
        return form(backend, *args, **kwargs)

    module.__dict__["init_process_group"] = init_process_group


def _has_gpu() -> bool:
    torch: Any = sys.modules["torch"]
    return bool(torch.cuda.device_count() > int(os.environ.get("LOCAL_RANK", "0")))
