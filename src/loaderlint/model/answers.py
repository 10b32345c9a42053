"""Answers that are worked out once and remembered, without ever depending on what was asked before.

A report must not depend on the order of files or on the number of processes. So an answer has to be the same whether
the answers that it rests on are remembered or worked out on the spot, although two things cut the work short: a limit
on the work for one question from outside, and circles (a question that comes up again while it is being answered).
Three decisions make that so:

- Work is charged, not measured. Each remembered answer carries its cost, one for itself and the cost of every answer
  that it rests on, as often as it is asked for. A remembered answer is taken only if its cost is within what is left
  of the budget, and then its cost is taken off. So the budget runs out at the same step either way.
- When the budget is used up, it stays so: whatever is asked from then on for the same question from outside is unknown.
- Only an answer that rests on no circle and did not run out of budget is remembered for all; any other only until the
  question from outside is answered, and that question's own answer for when it comes from outside again.

Why a remembered answer is the one that would be worked out: that could fail only if working it out, here, met a
question that is still open, and so a circle that its being worked out alone did not meet. Take the first circle that
is met for a question from outside. All questions on it have, until then, asked what they always ask, so they are in a
circle whoever asks them, as are the questions that led to them: none of them is ever remembered for all. Any question
that a circle has kept from going its usual way is one of these. So at every later circle, too, the questions on it are
in one by their own nature: either they asked what they always ask, or they are known to be. Once the budget is used up
nothing more is worked out.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

#: Work for one question from outside; beyond, the answer is unknown. Real ones take fewer than a hundred.
MAX_WORK = 400

#: Answers kept at a time; since none depends on what is remembered, all may be forgotten.
_KEPT = 50_000

T = TypeVar("T")


class Answers:
    """Remembers answers."""

    def __init__(self) -> None:
        self._settled: dict[Hashable, tuple[Any, int]] = {}
        self._outside: dict[Hashable, Any] = {}
        self._unsettled: dict[Hashable, Any] = {}
        self._asked = 0  # questions inside each other
        self._left = 0
        self._disturbed = 0  # how often a circle or the end of the budget was met

    def ask(self, question: Hashable, work_out: Callable[[], T], otherwise: T) -> T:
        """Return the answer to `question`, which `work_out` finds; `otherwise` where it cannot be sought."""
        settled = self._settled.get(question)
        if settled is not None and (self._asked == 0 or settled[1] <= self._left):
            self._left -= settled[1]
            known: T = settled[0]
            return known
        if self._asked == 0:
            if question in self._outside:
                own: T = self._outside[question]
                return own
            self._left = MAX_WORK
            self._unsettled.clear()
            if len(self._settled) > _KEPT:
                self._settled, self._outside = {}, {}
        if question in self._unsettled:
            self._disturbed += 1
            so_far: T = self._unsettled[question]
            return so_far
        if self._left == 0:
            self._disturbed += 1
            return otherwise
        before, disturbed = self._left, self._disturbed
        self._unsettled[question] = otherwise
        self._left -= 1
        self._asked += 1
        try:
            answer = work_out()
        finally:
            self._asked -= 1
        if self._disturbed == disturbed:
            del self._unsettled[question]
            self._settled[question] = answer, before - self._left
        else:
            self._unsettled[question] = answer
            if self._asked == 0:
                self._outside[question] = answer
        return answer

    def gather(self, subject: Hashable, work_out: Callable[[], T]) -> T:
        """Return what `work_out` makes of answers, remembered with what they cost; no question, and free, itself."""
        settled = self._settled.get(subject)
        if settled is not None and (self._asked == 0 or settled[1] <= self._left):
            self._left -= settled[1]
            known: T = settled[0]
            return known
        before, disturbed = self._left, self._disturbed
        gathered = work_out()
        if self._asked and self._disturbed == disturbed:
            self._settled[subject] = gathered, before - self._left
        return gathered
