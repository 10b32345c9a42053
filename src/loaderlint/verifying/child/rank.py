"""Which of how many ranks this process is."""

from __future__ import annotations

import os
import sys
from typing import Any


def rank_of() -> tuple[int, int]:
    """Return the rank and how many there are: by the process group, or as `torch.distributed.run` says."""
    distributed: Any = sys.modules.get("torch.distributed")
    if distributed is not None and distributed.is_available() and distributed.is_initialized():
        return distributed.get_rank(), distributed.get_world_size()
    return int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
