"""Gives a program a terminal where this process has one, so that it finds its size and shows its progress."""

from __future__ import annotations

import fcntl
import os
import pty
import subprocess
import termios
from contextlib import suppress
from typing import IO


class Streams:
    """The standard `input` and `output` of a process to start, and `printed`, where the latter is read.

    Each is a terminal where that of this process is one, but there is never anything to read from it: so the program
    does not wait for somebody to type.
    """

    def __init__(self) -> None:
        like = next((number for number in (2, 0) if os.isatty(number)), None)
        self._ours, theirs = (-1, -1) if like is None else _terminal(like)
        read, self.output = (os.dup(self._ours), os.dup(theirs)) if os.isatty(2) else os.pipe()
        self.input = theirs if os.isatty(0) else subprocess.DEVNULL
        self.printed: IO[bytes] = os.fdopen(read, "rb")
        self._theirs = {self.output, theirs} - {-1}

    def __enter__(self) -> Streams:
        return self

    def started(self) -> None:
        """Leave the other ends to the process alone, so that there is nothing more to read once it ends."""
        for descriptor in self._theirs:
            os.close(descriptor)
        self._theirs = set()

    def __exit__(self, *_: object) -> None:
        if self._theirs:  # nothing was started
            self.started()
            self.printed.close()
        if self._ours != -1:
            os.close(self._ours)


def _terminal(like: int) -> tuple[int, int]:
    """Our end and theirs of a new terminal, as large as another one."""
    ours, theirs = pty.openpty()
    modes = termios.tcgetattr(theirs)
    modes[1] &= ~termios.OPOST  # lines end as they are written
    modes[3] &= ~(termios.ICANON | termios.ECHO)
    modes[6][termios.VMIN] = modes[6][termios.VTIME] = 0  # nothing to read is the end
    termios.tcsetattr(theirs, termios.TCSANOW, modes)
    with suppress(OSError):
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, fcntl.ioctl(like, termios.TIOCGWINSZ, bytes(8)))
    return ours, theirs
