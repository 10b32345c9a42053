"""What is worth no more than advice, as a program seldom comes there: out of use, not by default, or after an error."""

from __future__ import annotations

from dataclasses import replace

from loaderlint.checking.out_of_use import out_of_use
from loaderlint.model.analysis import Analysis
from loaderlint.model.loaders.loader import Loader
from loaderlint.model.training.sure_errors import SureError, sure_error
from loaderlint.model.training.unusual_runs import unusual
from loaderlint.model.training.usage import Usage, Use
from loaderlint.rule import Evidence, Problem, Severity
from loaderlint.rules.wording import joined, usually, where


def weighed(problem: Problem, analysis: Analysis) -> Problem:
    """Return a problem, as advice where the program seldom comes to it, with the reason."""
    why, shown = out_of_use(analysis.file.path, analysis.model.project.root), problem.related
    if not why and (loader := problem.loader) is not None:
        built = list(analysis.program.usages_of(loader.call))
        usages = [usage for usage in built if usage.loader.made == loader.made]
        why = _by_choice(loader, usages)
        if not why and (error := _error(problem, loader, usages or built, analysis)) is not None:
            why = "every run that is seen ends with an error before that matters"
            shown = (*shown, Evidence(error.place, error.what))
    return replace(problem, severity=Severity.ADVICE, note=joined(problem.note, why), related=shown) if why else problem


def _by_choice(loader: Loader, usages: list[Usage]) -> str:
    """Say what has to be chosen against the defaults; nothing if nothing has."""
    options = unusual(loader, [use for usage in usages for use in usage.uses])
    return f"only{where(options)}; {usually(options)}" if options else ""


def _error(problem: Problem, loader: Loader, usages: list[Usage], analysis: Analysis) -> SureError | None:
    """What ends every run, whichever use of a loader it makes that a problem shows; None if any may go well."""
    shown = {evidence.place for evidence in problem.related}
    uses: list[tuple[Loader, Use | None]] = [(usage.loader, use) for usage in usages for use in usage.uses]
    uses = [(made, use) for made, use in uses if use is not None and use.place in shown] or uses
    model = analysis.model
    errors = [sure_error(model.imports, model.sample_data, made, use) for made, use in uses or [(loader, None)]]
    return errors[0] if None not in errors else None
