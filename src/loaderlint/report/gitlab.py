"""GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from loaderlint.finding import Severity
from loaderlint.report.concise import place
from loaderlint.report.fingerprint import fingerprints
from loaderlint.report.words import advice

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result
    from loaderlint.finding import Finding, Location
    from loaderlint.report.sources import Sources

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.ADVICE: "info"}


def render(result: Result, sources: Sources) -> str:
    """Return the findings as one JSON document."""
    issues = [
        {
            "description": _description(finding),
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": finding.location.path,
                "lines": _lines(sources.in_file(finding.location)),
            },
        }
        for finding, fingerprint in zip(result.findings, fingerprints(result, sources), strict=True)
    ]
    return json.dumps(issues, indent=2) + "\n"


def _lines(location: Location) -> dict[str, int]:
    return {"begin": location.line, "end": location.end_line}


def _description(finding: Finding) -> str:
    if finding.location.cell is None:
        return advice(finding)
    return f"{place(finding.location)}: {advice(finding)}"
