"""What is known of libraries: it changes what is said of programs, and the things it is about exist."""

from __future__ import annotations

import re
from functools import cache

import pytest

from loaderlint.model.libraries import ALIASES, FACTS, LIBRARIES, Libraries
from loaderlint.model.libraries.facts import Fact
from loaderlint.text.stack import on_deep_stack
from tests.libraries.answers import Answers, Program, programs

PROGRAMS = programs()


@cache
def known(program: Program) -> Answers:
    return program.answers(LIBRARIES)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.name)
def test_programs_are_what_they_say(program: Program) -> None:
    assert sorted(known(program)) == sorted(program.said)


def _word(path: str) -> str:
    """The last part of a path that programs can spell out."""
    literal = [part.rstrip("*") for part in path.split(".") if re.fullmatch(r"\w+\*?", part)]
    return "" if literal[0] == "builtins" and len(literal) == 1 else literal[-1]


def _is_noticed(fact: Fact) -> bool:
    """Whether a program that mentions what a fact is about becomes another one without the fact."""
    without = Libraries(other for other in FACTS if other is not fact)
    word = _word(fact.path)
    mentioning = sorted((p for p in PROGRAMS if word in p.text), key=lambda p: len(p.text))
    return any(program.answers(without) != known(program) for program in mentioning)


@pytest.mark.parametrize("path", ALIASES)
def test_every_alias_is_written(path: str) -> None:
    assert any(path in program.text for program in PROGRAMS)


def test_every_fact_is_needed() -> None:
    unnoticed = on_deep_stack(lambda: [fact.path for fact in FACTS if not _is_noticed(fact)])
    assert not unnoticed
