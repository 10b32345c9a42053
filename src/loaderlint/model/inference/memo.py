"""Answers that are worked out once and remembered, without ever depending on what was asked before.

A report must not depend on the order of files or on the number of processes. So an answer has to be the same whether
the answers that it rests on are remembered or worked out on the spot, although two things cut the work short: a limit
on the work for one question from outside, and circles (a question that comes up again while it is being answered).
Three decisions make that so:

- Work is charged, not measured. Each remembered answer carries its cost, one for itself and the cost of every answer
  that it rests on, as often as it is asked for. It is taken off the budget when the answer is taken. So the budget runs
  out at the same step either way.
- When the budget is used up, the work ends: the question from outside is unknown, whatever was found for it so far.
- An answer that rests on a circle is remembered with all answers of that circle as they were found with it. They are
  what is found again if the question comes up where none of them is open or known otherwise; anywhere else it is worked
  out anew. An answer that took one of a circle from outside its own working out is not remembered: elsewhere it may be
  another.

Why a remembered answer is the one that would be worked out: when it was worked out alone, it took nothing that was
unsettled before, and all that it met on circles is remembered with it, also what came with other remembered answers.
Here it would go the same way unless it met a question that is open here, or known otherwise. That is one which it met
alone as well. If it is remembered with the answer, that is not taken. If not, that question was settled by itself: it
does not lead back here, so it cannot be open. Only the end of the budget can hide a circle from a question that is
worked out alone. Then it came inside the question that is open here, before that asked what it asks here: so that
question had used up, here, all but less than it takes to come back to it.

In the same way it is remembered of a question that ran out of budget, with what it had met by then, how much was too
little for it. Half of the work for large projects would go into coming to that end again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, Final, Generic, NamedTuple, TypeAlias, TypeVar

from loaderlint.model import limits

Question = TypeVar("Question", bound=Hashable)
T = TypeVar("T")


class _SpentError(Exception):
    """The budget of the question from outside is used up."""


#: The lowest number where there is none.
_NONE: Final = sys.maxsize


#: An answer and its cost, with the answers of the circle that it rests on, itself among them, in their order. A plain
#: tuple, as many thousands are made.
_Settled: TypeAlias = tuple[Any, int, Mapping[Any, Any]]

_NO_CIRCLE: Final[Mapping[Any, Any]] = {}


class _Unfinished(NamedTuple):
    """What is known of a question that ran out of budget: what it had left was too little.

    By then it had met what has a number from its own on in `met`, and what the question had met that is `inside`.
    """

    left: int
    met: Mapping[Any, tuple[Any, int]]
    number: int
    inside: _Unfinished | None

    def has_met(self, questions: Mapping[Any, Any]) -> bool:
        """Whether it had met one of some questions."""
        part: _Unfinished | None = self
        while part is not None:
            if any(part.met[question][1] >= part.number for question in part.met.keys() & questions.keys()):
                return True
            part = part.inside
        return False


class Memo(Generic[Question]):
    """Remembers answers."""

    def __init__(self) -> None:
        self._settled: dict[Question, _Settled] = {}
        self._unsettled: dict[Question, tuple[Any, int]] = {}  # with their numbers, in order
        self._unfinished: dict[Question, _Unfinished] = {}
        self._met_inside: _Unfinished | None = None  # where the budget is used up since that was known to take more
        self._asked = 0  # questions inside each other
        self._left = 0
        self._thorough = False
        self._lowest = _NONE  # the lowest number of an unsettled answer that was taken
        self._left_for_file = limits.WORK_ON_FILE
        self._given_up: list[Question] = []

    def ask(self, question: Question, work_out: Callable[[], T], in_circle: T, spent: T) -> T:
        """Return the answer to `question`, which `work_out` finds.

        It is `in_circle` where that asks for it, and `spent` where the budget does not allow to seek it to the end.
        """
        from_outside = self._asked == 0
        if from_outside and self._left_for_file <= 0:
            self._given_up.append(question)
            return spent
        settled = self._settled.get(question)
        if settled is not None:
            known: T
            known, cost, circle = settled
            if not circle or self._unsettled.keys().isdisjoint(circle):
                if from_outside:
                    if cost > self._budget:
                        return self._spent(spent)
                    self._left_for_file -= cost
                    return known
                for other, answer in circle.items() if circle else ():
                    self._unsettled[other] = answer, len(self._unsettled)
                if cost > self._left:
                    raise _SpentError
                self._left -= cost
                return known
        if from_outside:
            self._left = self._budget
            if len(self._settled) + len(self._unfinished) > limits.KEPT_ANSWERS:
                self._settled, self._unfinished = {}, {}
        elif question in self._unsettled:
            so_far: T
            so_far, number = self._unsettled[question]
            self._lowest = min(self._lowest, number)
            return so_far
        elif self._left == 0:
            self._unsettled[question] = in_circle, len(self._unsettled)  # it is met as well
            raise _SpentError
        if question in self._unfinished and self._takes_more(question):
            if from_outside:
                return self._spent(spent)
            raise _SpentError
        before, outer = self._left, self._lowest
        number, self._lowest = len(self._unsettled), _NONE
        self._unsettled[question] = in_circle, number
        self._left -= 1
        self._asked += 1
        try:
            answer = work_out()
        except _SpentError:
            if self._lowest >= number:
                self._unfinished[question] = _Unfinished(before, self._unsettled, number, self._met_inside)
            self._lowest = min(self._lowest, outer)
            if from_outside:
                return self._spent(spent)
            raise
        finally:
            self._asked -= 1
        cost = before - self._left
        self._unsettled[question] = answer, number
        if self._lowest >= number:
            self._settle(question, answer, cost, number)
            self._lowest = outer
        elif outer < self._lowest:
            self._lowest = outer
        if from_outside:
            self._left_for_file -= cost
            self._unsettled.clear()
        return answer

    @contextmanager
    def thorough(self) -> Iterator[None]:
        """Have the questions from outside that are asked meanwhile take more work, if they need it."""
        before, self._thorough = self._thorough, True
        try:
            yield
        finally:
            self._thorough = before

    @property
    def _budget(self) -> int:
        return limits.WORK_ON_LOADER if self._thorough else limits.WORK_ON_QUESTION

    def _takes_more(self, question: Question) -> bool:
        """Whether it is known of a question that it takes more than what is left."""
        found = self._unfinished[question]
        if found.left < self._left or found.has_met(self._unsettled):
            return False
        self._met_inside = found
        return True

    def _spent(self, spent: T) -> T:
        """Return the answer to a question from outside that the budget is too small for."""
        self._left_for_file -= self._budget + 1
        self._unsettled = {}  # the old ones are a part of what is unfinished
        self._met_inside, self._lowest = None, _NONE
        return spent

    def _settle(self, question: Question, answer: object, cost: int, number: int) -> None:
        """Remember an answer for all; `number` is its own among the unsettled ones."""
        circle = _NO_CIRCLE
        if self._lowest == _NONE and len(self._unsettled) == number + 1:
            del self._unsettled[question]
        else:
            circle = {other: found for other, (found, _) in islice(self._unsettled.items(), number, None)}
        self._settled[question] = answer, cost, circle

    def given_up(self) -> list[Question]:
        """Return the questions that were given up since this was last asked; what comes now is another file."""
        given_up, self._given_up = self._given_up, []
        self._left_for_file = limits.WORK_ON_FILE
        return given_up

    def gather(self, subject: Question, work_out: Callable[[], T]) -> T:
        """Return what `work_out` makes of answers, remembered with what they cost; no question, and free, itself."""
        settled = self._settled.get(subject)
        if settled is not None and (self._asked == 0 or settled[1] <= self._left):
            known: T
            known, cost, _ = settled
            self._left -= cost
            return known
        before, outer, number = self._left, self._lowest, len(self._unsettled)
        self._lowest = _NONE
        try:
            gathered = work_out()
            if self._asked and self._lowest == _NONE and len(self._unsettled) == number:
                self._settled[subject] = gathered, before - self._left, _NO_CIRCLE
        finally:
            self._lowest = min(self._lowest, outer)
        return gathered
