"""Starts the child process, takes in its events, and leaves nothing of it behind."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from loaderlint.verify.overlay import BOOT
from loaderlint.verify.protocol import Ending, Event, Request

#: Seconds beyond the time of a run after which a child that does not end itself is ended.
_GRACE = 10.0

#: Seconds between two looks at whether the child still lives.
_TICK = 0.2

#: Seconds that processes get to end by themselves once they are told to.
_LEAVE = 2.0

#: Lines of the program's own output that are kept, for reports of its failure.
_OUTPUT_LINES = 50

#: Helpers that clean up after others when these are gone, and then go themselves: semaphores and shared memory.
_CLEANERS = ("multiprocessing.resource_tracker", "torch_shm_manager")

_COMMAND = BOOT + "from loaderlint.verify.child import main\nmain()\n"


@dataclass(slots=True)
class Run:
    """What came back from one run: its events in order, and the last lines that the program printed.

    `death` says how the child process died where it could not say how the program ended.
    """

    events: list[Event] = field(default_factory=list)
    output: str = ""
    death: str = ""
    seconds: float = 0.0

    def all(self, kind: str) -> list[Event]:
        """Return the events of a kind."""
        return [event for event in self.events if event["event"] == kind]

    @property
    def ending(self) -> tuple[Ending, str] | None:
        """How the program ended, and a detail; None where the child process died."""
        ended = self.all("ended")
        return (Ending[ended[-1]["how"]], ended[-1]["detail"]) if ended else None


def run(request: Request, python: str, directory: Path, seen: Callable[[Event], None]) -> Run:
    """Run a request in a child process of its own group, and tell `seen` every event at once.

    Raises:
        OSError: `python` cannot be started.
    """
    start = time.monotonic()
    result = Run()
    with tempfile.TemporaryDirectory(prefix="ll-", ignore_cleanup_errors=True) as temporary:
        # A short name: the path of a socket may not be longer than some 100 characters.
        # The program's temporary files go with the run. It is ended on the spot, so others clean up its semaphores.
        warnings = ",".join(filter(None, [os.environ.get("PYTHONWARNINGS"), "ignore:resource_tracker:UserWarning"]))
        environment = {
            **os.environ,
            "TMPDIR": temporary,
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": warnings,
        }
        child = subprocess.Popen(  # noqa: S603 - it is the user's interpreter
            [python, "-c", _COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=directory,
            env=environment,
            start_new_session=True,
        )
        assert child.stdin
        assert child.stdout
        assert child.stderr
        output: deque[bytes] = deque(maxlen=_OUTPUT_LINES)
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        for stream, take in ((child.stdout, lines.put), (child.stderr, output.append)):
            threading.Thread(target=_drain, args=(stream, take), daemon=True).start()
        try:
            with suppress(BrokenPipeError):
                child.stdin.write(json.dumps(request.to_json()).encode() + b"\n")
                child.stdin.close()
            result.death = _listen(child, lines, result.events, seen, start + request.seconds + _GRACE)
        finally:
            _end_group(child)
    result.output = b"".join(output).decode(errors="replace")
    result.seconds = time.monotonic() - start
    return result


def _drain(stream: IO[bytes], take: Callable[[bytes], None]) -> None:
    with stream:
        for line in stream:
            take(line)


def _listen(
    child: subprocess.Popen[bytes],
    lines: queue.SimpleQueue[bytes],
    events: list[Event],
    seen: Callable[[Event], None],
    deadline: float,
) -> str:
    """Take in events until the program has ended; return how the child died if it did not say so."""
    while True:
        try:
            line = lines.get(timeout=_TICK)
        except queue.Empty:
            if child.poll() is not None:
                return _death(child.returncode)
            if time.monotonic() > deadline:
                return "it hung so that nothing could stop it"
            continue
        event = json.loads(line)
        events.append(event)
        seen(event)
        if event["event"] == "ended":
            return ""


def _death(status: int) -> str:
    if status >= 0:
        return f"its process ended with status {status}"
    name = signal.Signals(-status).name
    memory = ", as the system does where memory runs out" if -status == signal.SIGKILL else ""
    return f"its process was killed by {name}{memory}"


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """End every process of the child's group, so that those that clean up after the others can do so."""
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=_TICK)
    processes = [p for p in psutil.process_iter() if _group(p) == child.pid]
    cleaners = [p for p in processes if any(name in argument for name in _CLEANERS for argument in _arguments(p))]
    for members, wait in (([p for p in processes if p not in cleaners], 0.0), (cleaners, _LEAVE)):
        _, left = psutil.wait_procs(members, timeout=wait)
        for end in (psutil.Process.terminate, psutil.Process.kill):
            for process in left:
                with suppress(psutil.Error):
                    end(process)
            _, left = psutil.wait_procs(left, timeout=_LEAVE)
    child.wait()


def _group(process: psutil.Process) -> int | None:
    try:
        return os.getpgid(process.pid)
    except OSError:
        return None


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []
