"""The machine that something was measured on. Needs the standard library alone."""

from __future__ import annotations

import os
import re
from collections import Counter
from contextlib import suppress
from pathlib import Path

#: Where NVIDIA's driver shows its GPUs, to those who do not use them: a process that has cannot fork workers that do.
_GPUS = Path("/proc/driver/nvidia/gpus")


def machine() -> str:
    """Say how many cores this process may use, how many processes stand in line for them, and which GPUs there are."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    said = [f"{cores} core{'' if cores == 1 else 's'}"]
    with suppress(OSError):
        said.append(f"load {os.getloadavg()[0]:.1f}")
    gpus: Counter[str] = Counter()
    for file in sorted(_GPUS.glob("*/information")):
        with suppress(OSError):
            if found := re.search(r"^Model:\s*(.+?)\s*$", file.read_text(), re.MULTILINE):
                gpus[found[1]] += 1
    said += [f"{number} x {name}" if number > 1 else name for name, number in gpus.items()] or ["no GPU"]
    return ", ".join(said)
