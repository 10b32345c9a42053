"""What is worth no more than advice, as a program seldom comes there: out of use by its name, or never by default."""

from __future__ import annotations

from dataclasses import replace

from loaderlint.checking.out_of_use import out_of_use
from loaderlint.model.analysis import Analysis
from loaderlint.model.training.unusual_runs import unusual
from loaderlint.rule import Problem, Severity
from loaderlint.rules.wording import joined, usually, where


def weighed(problem: Problem, analysis: Analysis) -> Problem:
    """Return a problem, as advice where the program seldom comes to it, with the reason."""
    why = out_of_use(analysis.file.path, analysis.model.project.root) or _by_choice(problem, analysis)
    return replace(problem, severity=Severity.ADVICE, note=joined(problem.note, why)) if why else problem


def _by_choice(problem: Problem, analysis: Analysis) -> str:
    """Say what has to be chosen against the defaults; nothing if nothing has."""
    if problem.loader is None:
        return ""
    made = problem.loader.made
    uses = [use for usage in analysis.usages if usage.loader.made == made for use in usage.uses]
    options = unusual(problem.loader, uses)
    return f"only{where(options)}; {usually(options)}" if options else ""
