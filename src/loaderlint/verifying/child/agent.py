"""Runs a request on the other side of a launcher, and leaves nothing there. Needs the standard library alone."""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from loaderlint.verifying.shared.protection import ProtectionError
from loaderlint.verifying.shared.protocol import Request, event_in
from loaderlint.verifying.shared.start import folder_for, start

#: Seconds between two signs of life. One that cannot be given shows that nobody listens any more.
_BEAT = 1.0

#: Seconds that processes get to end by themselves once they are told to: who ended this one does not wait for long.
_LEAVE = 0.5


class _Out:
    """What goes back to the other side, line by line."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def line(self, text: bytes = b"") -> None:
        rest = text.rstrip(b"\n") + b"\n"
        with self._lock:
            while rest:
                rest = rest[os.write(1, rest) :]

    def send(self, event: str, **data: Any) -> None:
        self.line(json.dumps({"event": event, **data}).encode())


def serve(request: str, directory: str) -> None:
    """Run a request, as JSON, in a directory; relay its events; end by `refused`, or by `left` with the status."""
    out = _Out()
    asked = Request.from_json(json.loads(request))
    if why := _lacking(asked, directory):
        out.send("refused", why=f"{why} on {platform.node()}")
        return
    try:
        with folder_for(asked) as folder:
            _serve(asked, directory, folder, out)
    except ProtectionError as error:
        out.send("refused", why=f"on {platform.node()}, {error}")


def _serve(asked: Request, directory: str, folder: str, out: _Out) -> None:
    child = start(asked, sys.executable, directory, folder)
    groups = {child.process.pid}
    relay = threading.Thread(target=_relay, args=(child.events, out, groups), daemon=True)
    relay.start()
    try:
        while True:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(_BEAT)
                break
            out.line()
        relay.join(_LEAVE)
        out.send("left", status=child.status())
    except BrokenPipeError:
        pass
    finally:
        if child.first is None:
            _end(groups)
            child.process.wait()
        else:
            child.end_view()


def _lacking(request: Request, directory: str) -> str:
    """What the request needs and is not here; "" if nothing is known to be missing."""
    if not Path(directory).is_dir():
        return f"there is no directory {directory}"
    os.chdir(directory)
    if request.program.kind == "script" and not Path(request.program.name).is_file():
        return f"there is no file {request.program.name}"
    if importlib.util.find_spec("torch") is None:
        return f"{sys.executable} (Python {platform.python_version()}) has no torch"
    return ""


def _relay(stream: IO[bytes], out: _Out, groups: set[int]) -> None:
    with suppress(BrokenPipeError):  # the next sign of life finds out as well
        for line in stream:
            event = event_in(line)
            if event and event["event"] == "started":
                groups.add(event["pid"])
            out.line(line)


def _end(groups: set[int]) -> None:
    """End the processes of groups. Those that clean up after others take no notice of the first signal."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        deadline = time.monotonic() + _LEAVE
        groups = {group for group in groups if _send(group, sign)}
        while groups and time.monotonic() < deadline:
            time.sleep(_LEAVE / 10)
            groups = {group for group in groups if _send(group, 0)}


def _send(group: int, sign: int) -> bool:
    """Send a signal to a group, if there is one; 0 is none."""
    with suppress(ProcessLookupError):
        os.killpg(group, sign)
        return True
    return False
