"""Starts the processes that run a request, and ends them. Needs the standard library alone."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any, NoReturn

from loaderlint.verifying.shared import layers, protection
from loaderlint.verifying.shared.overlay import BOOT
from loaderlint.verifying.shared.protocol import Request
from loaderlint.verifying.shared.terminal import Streams

#: Services that training sends its figures to: by their own variables they send nothing, and keep them on disk.
_NO_UPLOAD = {
    "CLEARML_OFFLINE_MODE": "1",
    "COMET_AUTO_LOG_DISABLE": "true",
    "COMET_START_ONLINE": "false",
    "MLFLOW_TRACKING_URI": "./mlruns",
    "NEPTUNE_MODE": "offline",
    "WANDB_MODE": "offline",
}

#: Removes a folder once its standard input ends, which it does even where the process that holds it is killed.
_REMOVE = """
cat
for _ in 1 2 3 4 5 6 7 8; do
  chmod -R u+rwX "$0"
  rm -rf "$0" && exit
  sleep 0.1  # somebody who is about to end still writes
done
"""


@contextmanager
def folder_for(request: Request) -> Iterator[str]:
    """Give a folder for what a run keeps on this machine, and remove it afterwards, come what may; "" if it needs none.

    Raises:
        ProtectionError: the folder for it does not exist.
    """
    parent = request.protection.scratch if request.protection else None
    if parent == "":
        yield ""
        return
    if parent is not None and not Path(parent).is_dir():
        raise protection.ProtectionError(f"there is no folder {parent} for --scratch: create it first")
    folder = tempfile.mkdtemp(prefix="ll-", dir=parent)
    remover = subprocess.Popen(  # noqa: S603 - it is the text above
        ["/bin/sh", "-c", _REMOVE, folder],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield folder
    finally:
        remover.communicate()


class Child:
    """What was started: it writes events to `events`, and `printed` is what the program prints, where that is read.

    `first` is the first process of the view that protects this machine, None where there is none.
    """

    def __init__(self, process: subprocess.Popen[bytes], first: int | None, printed: IO[bytes]) -> None:
        assert process.stdout
        self.process = process
        self.events = process.stdout
        self.printed = printed
        self.first = first

    def status(self) -> int | None:
        """Return how it ended as `subprocess` says it, with -9 for a signal 9; None while it runs."""
        status = self.process.poll()
        # The first process of a view says it as a shell does.
        return 128 - status if status is not None and status > 128 and self.first is not None else status

    def end_view(self) -> None:
        """End every process of the view, of which nothing is left then."""
        if self.process.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.first or self.process.pid, signal.SIGKILL)
            self.process.wait()  # it ends when all others have


def start(request: Request, python: str, directory: str, folder: str, streams: Streams | None = None) -> Child:
    """Start the processes of a request, in a session of their own. They end by themselves when all is done.

    Its standard streams are those given, or nothing to read and the standard error of this process. The `folder` is
    what `folder_for` gave. `torch.distributed.run` starts ranks in groups of their own, known by the `pid` of their
    event `started`.

    Raises:
        OSError: `python` cannot be started.
        ProtectionError: the program cannot be protected here.
    """
    if shutil.which(python) is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), python)
    options: dict[str, Any] = {
        "stdin": streams.input if streams else subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": streams.output if streams else None,
        "cwd": directory,
        "start_new_session": True,
        "env": os.environ | _NO_UPLOAD,
    }
    if request.ranks > 1:
        options["env"].setdefault("OMP_NUM_THREADS", "1")  # as torch.distributed.run does itself, with a warning
    text = json.dumps(request.to_json()).encode()
    printed = streams.printed if streams else io.BytesIO()
    if request.protection is None:
        file = Path(folder, "request.json")
        file.write_bytes(text)
        return Child(subprocess.Popen(_command(request, python, str(file)), **options), None, printed)  # noqa: S603
    view = protection.view(request.protection, directory, folder)
    file = Path(layers.OWN_FOLDER, "request.json")
    command = _command(request, python, str(file))
    if view.filled:
        command = [
            python,
            "-c",
            f"{BOOT}from loaderlint.verifying.shared.start import enter\nenter({view.filled!r})\n",
            *command,
        ]
    words = [*view.words, "--dir", str(file.parent), "--chdir", directory]
    return Child(*_in_view(words, str(file), text, command, options), printed)


def _in_view(
    words: list[str], file: str, text: bytes, command: list[str], options: dict[str, Any]
) -> tuple[subprocess.Popen[bytes], int]:
    """Run a command in a view that has a file with a text; return bubblewrap, and the first process in the view."""
    told, tells = os.pipe()
    with tempfile.TemporaryFile() as content, open(told, "rb") as about:  # noqa: PTH123
        try:
            content.write(text)
            content.seek(0)
            words = [*words, "--file", str(content.fileno()), file, "--info-fd", str(tells), "--", *command]
            process = subprocess.Popen(words, pass_fds=(content.fileno(), tells), **options)  # noqa: S603
        finally:
            os.close(tells)
        # Nothing comes where bubblewrap fails, which then says why.
        return process, json.loads(about.read() or '{"child-pid": 0}')["child-pid"]


def enter(filled: tuple[tuple[str, str], ...]) -> NoReturn:
    """Fill the folders of a view that need it, and go on with the command that follows."""
    layers.fill(filled)
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606


def _command(request: Request, python: str, file: str) -> list[str]:
    """The command that runs the request in a file."""
    # The program is ended on the spot, so that others clean up its semaphores, and would warn.
    command = [python, "-B", "-W", "ignore:resource_tracker:UserWarning", "-c"]
    command.append(f"{BOOT}from loaderlint.verifying.child.process import main\nmain({file!r})\n")
    if request.ranks > 1:
        # With underscores, as torch has it from 1.10 on.
        number = f"--nproc_per_node={request.ranks}"
        command = [python, "-m", "torch.distributed.run", "--standalone", number, "--no_python", *command]
    return command
