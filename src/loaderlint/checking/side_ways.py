"""What is worth no more than advice, as a program seldom comes there: out of use by its name, or never by default."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from loaderlint.model.analysis import Analysis
from loaderlint.model.training.unusual_runs import unusual
from loaderlint.model.workers.conditions import words_of
from loaderlint.rule import Problem, Severity
from loaderlint.rules.wording import joined, usually, where
from loaderlint.text.paths import absolute

#: Words in the path of a program that nobody runs any more, or that is there to try something out.
_OUT_OF_USE = {
    "archived", "attic", "backup", "backups", "bak", "benchmark", "benchmarks", "debug", "debugging", "deprecated",
    "legacy", "obsolete", "old", "outdated", "playground", "playgrounds", "profile", "profiling", "sandbox", "scratch",
    "scratches", "smoke", "unused",
}  # fmt: skip


def weighed(problem: Problem, analysis: Analysis) -> Problem:
    """Return a problem, as advice where the program seldom comes to it, with the reason."""
    why = out_of_use(analysis.file.path, analysis.model.project.root) or _by_choice(problem, analysis)
    return replace(problem, severity=Severity.ADVICE, note=joined(problem.note, why)) if why else problem


def out_of_use(path: str, root: Path) -> str:
    """Say which part of a program's path, below the project, speaks of code out of use; nothing if none does."""
    folder, file = absolute(root), Path(path)
    parts = (file.relative_to(folder) if file.is_relative_to(folder) else file).parts
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
