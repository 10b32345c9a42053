"""How a process of the child tells the other side what happens."""

from __future__ import annotations

import fcntl
import json
import os
import threading
from collections.abc import Callable
from typing import Any


class Channel:
    """Sends events to the parent, by way of `out`.

    Processes have one output in common: each writes while it has locked the `file`. Where nobody reads it any more,
    `abandoned` is called, as by the watchdog when the parent is gone: whichever notices first.
    """

    def __init__(self, out: int, file: str, ranks: int) -> None:
        self._out = out
        self._path = file
        self.abandoned: Callable[[], None] = lambda: None
        self._origin = {"rank": int(os.environ["RANK"])} if ranks > 1 else {}
        self.adopt()

    @property
    def address(self) -> str:
        """Where another process finds what this one writes to."""
        return f"/proc/{os.getpid()}/fd/{self._out}"

    def adopt(self) -> None:
        """Let this process send, which was forked from one that does."""
        self._file = os.open(self._path, os.O_RDONLY)
        self._pid = os.getpid()
        self._lock = threading.Lock()

    def send(self, event: str, **data: Any) -> None:
        """Send an event, unless from a process that was forked and has not adopted this."""
        if os.getpid() != self._pid:
            return
        rest = (json.dumps({"event": event, **self._origin, **data}, default=str) + "\n").encode()
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                while rest:
                    rest = rest[os.write(self._out, rest) :]
            except BrokenPipeError:
                self.abandoned()
            fcntl.flock(self._file, fcntl.LOCK_UN)
