"""What is worth no more than advice, as a program seldom comes there: out of use by its name, or never by default."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from loaderlint.model.analysis import Analysis
from loaderlint.model.training.unusual_runs import TRIAL, unusual
from loaderlint.model.workers.conditions import words_of
from loaderlint.rule import Problem, Severity
from loaderlint.rules.wording import joined, usually, where
from loaderlint.text.paths import absolute

#: Words in the path of a program that nobody runs any more, or that is there to try something out.
_OUT_OF_USE = TRIAL | {
    "archive", "archived", "attic", "backup", "bak", "deprecated", "legacy", "obsolete", "old", "outdated",
    "playground", "sandbox", "scratch", "unused",
}  # fmt: skip


def weighed(problem: Problem, analysis: Analysis) -> Problem:
    """Return a problem, as advice where the program seldom comes to it, with the reason."""
    return (
        replace(problem, severity=Severity.ADVICE, note=joined(problem.note, why))
        if (why := _out_of_use(analysis) or _by_choice(problem, analysis))
        else problem
    )


def _out_of_use(analysis: Analysis) -> str:
    """Say which part of a program's path speaks of code that is out of use; nothing if none does."""
    path = PurePath(analysis.file.path)
    root = absolute(analysis.model.project.root)
    parts = (path.relative_to(root) if path.is_relative_to(root) else path).parts
    named = next((part for part in parts if not _OUT_OF_USE.isdisjoint(words_of(part))), None)
    return f"`{named}` sounds like code that is out of use or a trial" if named else ""


def _by_choice(problem: Problem, analysis: Analysis) -> str:
    """Say what has to be chosen against the defaults; nothing if nothing has."""
    if problem.loader is None:
        return ""
    made = problem.loader.made
    uses = [use for usage in analysis.usages if usage.loader.made == made for use in usage.uses]
    options = unusual(problem.loader, uses)
    return f"only{where(options)}; {usually(options)}" if options else ""
