"""Walks over things that lead to others, which always end: programs lead back to themselves, as `x = list(x)` does."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)
Question = TypeVar("Question", bound=Hashable)
Answer = TypeVar("Answer")


def expand(
    things: Iterable[Thing],
    step: Callable[[Thing], Iterable[Thing]],
    key: Callable[[Thing], Hashable],
) -> Iterator[Thing]:
    """Yield things and all that `step` leads to from them, depth first and in order, each once.

    Things with the same `key` count as one: the first that is met stands for all.
    """
    seen: set[Hashable] = set()
    waiting = list(things)[::-1]
    while waiting:
        thing = waiting.pop()
        mark = key(thing)
        if mark not in seen:
            seen.add(mark)
            yield thing
            waiting += list(step(thing))[::-1]


class Once(Generic[Question, Answer]):
    """Works out each answer once. Inside its own working out, a question is answered by `otherwise`."""

    def __init__(self, otherwise: Answer) -> None:
        self._otherwise = otherwise
        self._known: dict[Question, Answer] = {}

    def __call__(self, question: Question, work_out: Callable[[], Answer]) -> Answer:
        """Return the answer to a question, which `work_out` finds."""
        if question not in self._known:
            self._known[question] = self._otherwise
            try:
                self._known[question] = work_out()
            except BaseException:
                del self._known[question]
                raise
        return self._known[question]
