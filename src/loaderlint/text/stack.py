"""Runs work on a thread with a large stack, so that deeply nested code does not overflow it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

#: LibCST's parser recurses in native code; on a main thread's 8 MB some thousand levels end the process.
_BYTES = 512 * 1024 * 1024

#: Calls of Python functions inside each other: an `elif` costs LibCST five, an operator the evaluator about as many.
_CALLS = 50_000

T = TypeVar("T")


class _Deep(threading.local):
    """Whether this thread has the room."""

    here = False


_deep = _Deep()


def on_deep_stack(work: Callable[[], T]) -> T:
    """Return what `work` returns, run in a thread that has the room; in place if this is such a thread already."""
    if _deep.here:
        return work()
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        _deep.here = True
        try:
            outcome.append(work())
        except BaseException as error:  # carried over to the caller's thread
            failure.append(error)

    stack, calls = threading.stack_size(_BYTES), sys.getrecursionlimit()
    try:
        thread = threading.Thread(target=run, daemon=True)
        sys.setrecursionlimit(_CALLS)
        thread.start()
        thread.join()
    finally:
        threading.stack_size(stack)
        sys.setrecursionlimit(calls)
    if failure:
        raise failure[0]
    return outcome[0]
