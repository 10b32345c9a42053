"""Answers that are worked out once and remembered, without ever depending on what was asked before.

A report must not depend on the order of files or on the number of processes. So an answer has to be the same whether
the answers that it rests on are remembered or worked out on the spot, although two things cut the work short: a limit
on the work for one question from outside, and circles (a question that comes up again while it is being answered).
Three decisions make that so:

- Work is charged, not measured. Each remembered answer carries its cost, one for itself and the cost of every answer
  that it rests on, as often as it is asked for. It is taken off the budget when the answer is taken. So the budget runs
  out at the same step either way.
- When the budget is used up, the work ends: the question from outside is unknown, whatever was found for it so far.
- Only an answer that rests on no circle is remembered for all, that there is none within the budget like any other. An
  answer that rests on one is remembered only until the question from outside is answered, and that question's own
  answer for when it comes from outside again.

Why a remembered answer is the one that would be worked out: that could fail only if working it out, here, met a
question that is still open, and so a circle that its being worked out alone did not meet. Take the first circle that
is met for a question from outside. All questions on it have, until then, asked what they always ask, so they are in a
circle whoever asks them, as are the questions that led to them: none of them is ever remembered for all. Any question
that a circle has kept from going its usual way is one of these. So at every later circle, too, the questions on it are
in one by their own nature: either they asked what they always ask, or they are known to be. Only the end of the budget
can hide a circle from a question that is worked out alone. Then it came inside the question that is open here, before
that asked what it asks here: so that question had used up, here, all but less than it takes to come back to it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from loaderlint.model import limits

Question = TypeVar("Question", bound=Hashable)
T = TypeVar("T")


class _SpentError(Exception):
    """The budget of the question from outside is used up."""


class Memo(Generic[Question]):
    """Remembers answers."""

    def __init__(self) -> None:
        self._settled: dict[Question, tuple[Any, int]] = {}
        self._outside: dict[Question, tuple[Any, int]] = {}
        self._unsettled: dict[Question, Any] = {}
        self._asked = 0  # questions inside each other
        self._left = 0
        self._circles = 0  # how often one was met
        self._left_for_file = limits.WORK_ON_FILE
        self._given_up: list[Question] = []

    def ask(self, question: Question, work_out: Callable[[], T], in_circle: T, spent: T) -> T:
        """Return the answer to `question`, which `work_out` finds.

        It is `in_circle` where that asks for it, and `spent` where the budget does not allow to seek it to the end.
        """
        if self._asked == 0 and self._left_for_file <= 0:
            self._given_up.append(question)
            return spent
        settled = self._settled.get(question)
        if settled is not None:
            if self._asked == 0:
                self._left_for_file -= settled[1]
            elif settled[1] > self._left:
                raise _SpentError
            self._left -= settled[1]
            known: T = settled[0]
            return known
        if self._asked == 0:
            if question in self._outside:
                own, cost = self._outside[question]
                self._left_for_file -= cost
                remembered: T = own
                return remembered
            self._left = limits.WORK_ON_QUESTION
            self._unsettled.clear()
            if len(self._settled) > limits.KEPT_ANSWERS:
                self._settled, self._outside = {}, {}
        elif question in self._unsettled:
            self._circles += 1
            so_far: T = self._unsettled[question]
            return so_far
        elif self._left == 0:
            raise _SpentError
        before, circles = self._left, self._circles
        self._unsettled[question] = in_circle
        self._left -= 1
        self._asked += 1
        try:
            answer = work_out()
        except _SpentError:
            if self._asked > 1:
                raise
            answer, self._left = spent, -1
        finally:
            self._asked -= 1
        cost = before - self._left
        if self._asked == 0:
            self._left_for_file -= cost
        if self._circles == circles:
            del self._unsettled[question]
            self._settled[question] = answer, cost
        else:
            self._unsettled[question] = answer
            if self._asked == 0:
                self._outside[question] = answer, cost
        return answer

    def given_up(self) -> list[Question]:
        """Return the questions that were given up since this was last asked; what comes now is another file."""
        given_up, self._given_up = self._given_up, []
        self._left_for_file = limits.WORK_ON_FILE
        return given_up

    def gather(self, subject: Question, work_out: Callable[[], T]) -> T:
        """Return what `work_out` makes of answers, remembered with what they cost; no question, and free, itself."""
        settled = self._settled.get(subject)
        if settled is not None and (self._asked == 0 or settled[1] <= self._left):
            self._left -= settled[1]
            known: T = settled[0]
            return known
        before, circles = self._left, self._circles
        gathered = work_out()
        if self._asked and self._circles == circles:
            self._settled[subject] = gathered, before - self._left
        return gathered
