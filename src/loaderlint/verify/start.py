"""Starts the process that runs a request, or one for each of several ranks. Needs the standard library alone."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from loaderlint.verify.overlay import BOOT
from loaderlint.verify.protocol import Request


def start(
    request: Request, python: str, directory: str, temporary: str, *, output: int | None = subprocess.PIPE
) -> subprocess.Popen[bytes]:
    """Start the child in a group of its own. It writes events to its standard output, and ends by itself.

    What the program prints goes to `output`, or to the standard error of this process if that is None.

    `temporary` is a folder for what it and the program leave; with a short name, as the path of a socket may not be
    longer than some 100 characters. `torch.distributed.run` starts ranks in groups of their own, which are known by
    the `pid` of their event `started`.

    Raises:
        OSError: `python` cannot be started.
    """
    file = Path(temporary, "request.json")
    file.write_text(json.dumps(request.to_json()), encoding="utf-8")
    command = [python, "-c", f"{BOOT}from loaderlint.verify.child import main\nmain({str(file)!r})\n"]
    # The program's temporary files go with the run. It is ended on the spot, so others clean up its semaphores.
    warnings = ",".join(filter(None, [os.environ.get("PYTHONWARNINGS"), "ignore:resource_tracker:UserWarning"]))
    environment = os.environ | {"TMPDIR": temporary, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONWARNINGS": warnings}
    if request.ranks > 1:
        # With underscores, as torch has it from 1.10 on.
        number = f"--nproc_per_node={request.ranks}"
        command = [python, "-m", "torch.distributed.run", "--standalone", number, "--no_python", *command]
        environment.setdefault("OMP_NUM_THREADS", "1")  # as it does itself, with a warning
    return subprocess.Popen(  # noqa: S603 - it is the user's interpreter
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=output,
        cwd=directory,
        env=environment,
        start_new_session=True,
    )
