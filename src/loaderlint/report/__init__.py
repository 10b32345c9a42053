"""How findings are shown: one small file per format, each of which turns a result into text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result
    from loaderlint.report.sources import Sources

#: What `--output-format` may name.
FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")


def render(style: str, result: Result, sources: Sources, width: int | None) -> str:
    """Return a result in one of `FORMATS`, or as `statistics`; `width` is the terminal's, if there is one."""
    # Only what is needed is imported: most runs show few lines.
    match style:
        case "full":
            from loaderlint.report import full

            return full.render(result, sources.source, width) + full.summary(result)
        case "concise":
            from loaderlint.report import concise

            return concise.render(result)
        case "statistics":
            from loaderlint.report import statistics

            return statistics.render(result)
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
