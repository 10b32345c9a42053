"""How findings are shown: one small file per format, each of which turns a result into text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from loaderlint.finding import Severity

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result
    from loaderlint.report.sources import Sources

#: What `--output-format` may name.
FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")

#: Of these, what `--statistics` can count in.
STATISTICS_FORMATS = ("full", "concise", "json")


def render(
    style: str,
    whole: Result,
    sources: Sources,
    width: int | None,
    *,
    least: Severity = Severity.ADVICE,
    verbose: bool = False,
) -> str:
    """Return a result in one of `FORMATS`, without what is less severe than `least`.

    `width` is the terminal's, if there is one. In full, `verbose` shows advice with its code as well.
    """
    result = _at_least(least, whole)
    # Only what is needed is imported: most runs show few lines.
    match style:
        case "full":
            from loaderlint.report import brief, full

            framed = result if verbose else _at_least(Severity.WARNING, result)
            told_briefly = [f for f in result.findings if f.severity is Severity.ADVICE and not verbose]
            frames = full.render(framed, sources.source, width)
            return frames + brief.render(told_briefly) + full.summary(whole, least)
        case "concise":
            from loaderlint.report import concise

            return concise.render(result)
        case "json":
            from loaderlint.report import json

            return json.render(result)
        case "sarif":
            from loaderlint.report import sarif

            return sarif.render(result, sources)
        case "github":
            from loaderlint.report import github

            return github.render(result, sources)
        case "gitlab":
            from loaderlint.report import gitlab

            return gitlab.render(result, sources)
        case "junit":
            from loaderlint.report import junit

            return junit.render(result)
    raise ValueError(f"no such format: {style}")


def count(style: str, whole: Result, *, least: Severity = Severity.ADVICE) -> str:
    """Return how often each rule found something, in one of `STATISTICS_FORMATS`; text is the same in each."""
    from loaderlint.report import statistics

    result = _at_least(least, whole)
    return statistics.as_json(result) if style == "json" else statistics.render(result)


def _at_least(least: Severity, result: Result) -> Result:
    return replace(result, findings=tuple(f for f in result.findings if f.severity.rank >= least.rank))
