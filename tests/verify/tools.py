"""What the tests of verify use: programs written to the working directory, and runs of the child process."""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import psutil
from click.testing import CliRunner, Result

from loaderlint.cli import main
from loaderlint.verifying.host.runner import Run, run
from loaderlint.verifying.shared.protocol import LEAVES_NO_TRACE, STALL, Lines, Program, Protection, Request, Site

#: A map dataset that draws from a generator of its own, which every worker gets a copy of.
NOISY = """
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return 64

    def __getitem__(self, index):
        return index + self.rng.normal()
"""


def write(name: str, *parts: str) -> str:
    """Write a file below the working directory, with the parts of its text dedented; return its real path."""
    path = Path(name).absolute()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(dedent(part).strip("\n") for part in parts) + "\n", encoding="utf-8")
    return os.path.realpath(path)


def marked(path: str, mark: str, *experiments: str) -> Site:
    """The site of the line that ends with the comment `# mark`."""
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(lines, 1) if line.endswith(f"# {mark}"))
    return Site((Lines(path, number, number),), (), experiments)


def in_child(
    program: Program,
    *sites: Site,
    overlay: dict[str, str] | None = None,
    seconds: float = 600,
    ranks: int = 1,
    patience: float = 60,
    protection: Protection | None = LEAVES_NO_TRACE,
    stall: float = STALL,
) -> Run:
    """Run a program in the child process."""
    request = Request(program, sites, overlay or {}, seconds, ranks, patience, protection, stall=stall)
    return run(request, sys.executable, Path.cwd(), lambda _: None)


def verify(*args: str) -> Result:
    """Run `loaderlint verify` with these arguments."""
    return CliRunner().invoke(main, ["verify", *args], catch_exceptions=False)


def trials(*args: str, status: int) -> list[dict[str, Any]]:
    """The trials of `loaderlint verify` with these arguments, which is to exit with this status."""
    result = verify("--output-format", "json", *args)
    assert result.exit_code == status, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)["trials"]
    return found


def interruptible() -> None:
    """Take SIGINT as on a terminal, in a process about to start: jobs in the background of a shell ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until(met: Callable[[], object], seconds: float) -> bool:
    """Wait until a condition is met, for so many seconds at most; return whether it is."""
    deadline = time.monotonic() + seconds
    while not (is_met := met()) and time.monotonic() < deadline:
        time.sleep(0.2)
    return bool(is_met)


def running_here() -> list[int]:
    """The processes whose temporary files are those of this test, itself apart."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("TMPDIR", "").startswith(tempfile.gettempdir()) and process.pid != os.getpid():
                found.append(process.pid)
        except psutil.Error:
            pass
    return found
