"""An answer never depends on what was asked before it."""

from __future__ import annotations

import random
from contextlib import nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaderlint.model import limits
from loaderlint.model.inference.memo import Memo

UNKNOWN = -1

#: For each question what it asks, one after the other, and whether it asks the next only if the answer is unknown.
Graph = list[list[tuple[int, bool]]]


class _Asker:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.answers: Memo[int] = Memo()
        self.worked = 0

    def ask_from_outside(self, question: int, thorough: bool) -> int:
        with self.answers.thorough() if thorough else nullcontext():
            return self.ask(question)

    def ask(self, question: int) -> int:
        return self.answers.ask(question, lambda: self.work_out(question), UNKNOWN, UNKNOWN)

    def work_out(self, question: int) -> int:
        self.worked += 1
        told = [question]
        for asked, only_if_unknown in self.graph[question]:
            if not only_if_unknown or UNKNOWN in told:
                told.append(self.ask(asked))
        return UNKNOWN if told.count(UNKNOWN) % 3 == 1 else sum(t * (n + 1) for n, t in enumerate(told)) % 1000


@st.composite
def _graphs(draw: st.DrawFn) -> Graph:
    size = draw(st.integers(1, 9))
    return [draw(st.lists(st.tuples(st.integers(0, size - 1), st.booleans()), max_size=4)) for _ in range(size)]


@settings(max_examples=600, deadline=None)
@given(_graphs(), st.integers(1, 40), st.integers(1, 60), st.randoms(use_true_random=False))
def test_every_order_of_questions_gives_the_same_answers(
    graph: Graph, budget: int, more: int, order: random.Random
) -> None:
    questions = [(question, thorough) for question in range(len(graph)) for thorough in (False, True)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(limits, "WORK_ON_QUESTION", budget)
        patch.setattr(limits, "WORK_ON_LOADER", budget + more)
        alone = {one: _Asker(graph).ask_from_outside(*one) for one in questions}
        together = _Asker(graph)
        for _ in range(3):
            order.shuffle(questions)
            assert {one: together.ask_from_outside(*one) for one in questions} == alone


def test_answers_are_worked_out_once() -> None:
    chain: Graph = [[(number + 1, False)] for number in range(20)]
    asker = _Asker([*chain, []])
    for question in (0, 5, 20, 0):
        asker.ask(question)
    assert asker.worked == 21


def test_a_circle_is_worked_out_once_for_each_question_that_it_is_entered_by() -> None:
    circle: Graph = [[(1, False)], [(2, False)], [(0, False)]]
    asker = _Asker([*circle, *([(0, False)] for _ in range(20))])
    for question in range(3, 23):
        asker.ask(question)
    assert asker.worked == 3 + 20
