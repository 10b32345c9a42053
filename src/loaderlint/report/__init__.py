"""How findings are shown: one small file per format, each of which turns a result into text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaderlint.engine import Result
    from loaderlint.source import Source

#: What `--output-format` may name.
FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")

#: Gives the source at a path, or None where it is gone.
Read = Callable[[str], "Source | None"]


def render(style: str, result: Result, read: Read, width: int | None) -> str:
    """Return a result in one of `FORMATS`, or as `statistics`; `width` is the terminal's, if there is one."""
    # Only what is needed is imported: most runs show few lines.
    match style:
        case "full":
            from loaderlint.report import full

            return full.render(result, read, width) + full.summary(result)
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

            return sarif.render(result, read)
        case "github":
            from loaderlint.report import github

            return github.render(result)
        case "gitlab":
            from loaderlint.report import gitlab

            return gitlab.render(result, read)
        case "junit":
            from loaderlint.report import junit

            return junit.render(result)
    raise ValueError(f"no such format: {style}")
