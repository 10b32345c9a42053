"""The keys of a batch, which tell when it is begun."""

from __future__ import annotations

import time
from typing import Any, NamedTuple


class Moment(NamedTuple):
    """A time by `time.monotonic`, and what this thread had spent of a core by then, both in seconds."""

    at: float = 0.0
    cpu: float = 0.0

    @classmethod
    def now(cls) -> Moment:
        """Return this moment."""
        return cls(time.monotonic(), time.thread_time())


class Keys(list[Any]):
    """The keys of a batch; that it is begun shows when they are gone through, in the process that does so."""

    begun = Moment()

    def __iter__(self) -> Any:
        Keys.begun = Moment.now()
        return super().__iter__()
