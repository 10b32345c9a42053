"""Annotations of a pull request: the commands that GitHub's runners read in the output of a step.

What has to be escaped is said by `escapeData` and `escapeProperty` in actions/toolkit, packages/core/src/command.ts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaderlint.finding import Severity
from loaderlint.report.concise import place
from loaderlint.report.words import advice, evidence

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result
    from loaderlint.finding import Finding
    from loaderlint.report.sources import Sources

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def render(result: Result, sources: Sources) -> str:
    """Return one command per finding, and one per file that could not be read."""
    troubles = (_command("error", t.message, title="loaderlint", file=t.path) for t in result.troubles)
    return "".join([*(_annotation(f, sources) for f in result.findings), *troubles])


def _annotation(finding: Finding, sources: Sources) -> str:
    where = sources.in_file(finding.location)
    said = f"{place(finding.location)}: {advice(finding)}"
    return _command(
        _COMMANDS[finding.severity],
        f"{said}\n{evidence(finding)}" if finding.related else said,
        title=f"loaderlint {finding.code}",
        file=where.path,
        line=where.line,
        endLine=where.end_line,
        # GitHub takes columns only where both are on one line.
        **({"col": where.column, "endColumn": where.end_column} if where.line == where.end_line else {}),
    )


def _command(name: str, message: str, **properties: str | int) -> str:
    given = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {given}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
