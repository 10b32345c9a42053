"""The calls that lead to one, also by way of the objects whose methods are called."""

from __future__ import annotations

from collections.abc import Iterator

from loaderlint.model.inference.values import Frame, mark
from loaderlint.model.inference.walk import expand


def outwards(frame: Frame) -> Iterator[Frame]:
    """Yield a frame, those of the calls that lead to it, and those in which the objects of their methods are made."""
    return expand((frame,), _next, lambda one: (one.file, mark(one)))


def _next(frame: Frame) -> Iterator[Frame]:
    if frame.caller is not None:
        yield frame.caller
    if frame.receiver is not None:
        yield frame.receiver.frame
