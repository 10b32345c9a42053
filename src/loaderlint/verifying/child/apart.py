"""Does something in a fork of this process, which goes on whatever becomes of that."""

from __future__ import annotations

import gc
import json
import multiprocessing
import multiprocessing.process
import os
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any, NoReturn, TypeAlias

from loaderlint.verifying.shared.protocol import Event, death

#: Seconds between two looks at whether the fork still lives.
_TICK = 0.05


#: Whether this process is just being forked for something apart from the program.
forking = False

#: Ends the fork with what it comes to.
Answer: TypeAlias = Callable[[Event], NoReturn]


def apart(work: Callable[[Answer], NoReturn], seconds: float) -> Event:
    """Return what work in a fork answers; the event `broke` if it dies, or does not answer in so many seconds.

    The fork computes on one thread, as workers do: OpenMP's others are not there.
    """
    global forking
    reader, writer = multiprocessing.Pipe(duplex=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # from Python 3.12 on, where there are threads
        forking = True
        pid = os.fork()
        forking = False
    if pid == 0:
        _work(work, writer)
    writer.close()
    with reader:
        return _answer(reader, pid, time.monotonic() + seconds)


def _answer(reader: Connection, pid: int, deadline: float) -> Event:
    status = None
    try:
        while time.monotonic() <= deadline:
            if reader.poll(_TICK):
                event: Event = json.loads(reader.recv_bytes())
                return event
            if status is not None:
                return _broke(death(status))
            status = _status(pid, os.WNOHANG)
        return _broke("nothing could stop it when its time was up")
    except EOFError:
        status = _status(pid, 0) or 0
        return _broke(death(status))
    finally:
        if status is None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            _status(pid, 0)


def _broke(error: str) -> Event:
    return {"event": "broke", "error": error, "traceback": ""}


def _status(pid: int, options: int) -> int | None:
    """The status of a fork as `subprocess` has it, None while it runs."""
    try:
        found, status = os.waitpid(pid, options)
    except ChildProcessError:  # the program waits for whatever it finds
        return 0
    return os.waitstatus_to_exitcode(status) if found else None


def _work(work: Callable[[Answer], NoReturn], writer: Connection) -> NoReturn:
    def answer(event: Event) -> NoReturn:
        writer.send_bytes(json.dumps(event, default=str).encode())
        os._exit(0)

    try:
        gc.freeze()  # what the program left for the collector may have workers, which it would end
        process: Any = multiprocessing.process
        process._children = set()  # those that are there are the program's
        torch: Any = sys.modules["torch"]
        torch.set_num_threads(1)
        work(answer)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(1)
