"""Findings as JSON. The format is versioned: keys are added, never renamed or removed, within a version.

Lines and columns are 1-based, ends exclusive; paths are relative to the working directory where they lie below it.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from loaderlint.finding import Severity

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result
    from loaderlint.finding import Finding, Fix, Location

VERSION = 1


def render(result: Result) -> str:
    """Return the result as one JSON document."""
    findings = [as_json(finding) for finding in result.findings]
    document = {"version": VERSION, "findings": findings, "summary": _summary(result)}
    return json.dumps(document, indent=2) + "\n"


def as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "help": finding.help,
        "note": finding.note,
        **_place(finding.location),
        "related": [{**_place(r.location), "message": r.message} for r in finding.related],
        "fix": finding.fix and _fix(finding.fix),
        "refusal": finding.refusal,
        "experiment": finding.experiment,
    }


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{**_place(edit.location), "text": edit.text} for edit in fix.edits]
    return {"applicability": fix.applicability.value, "title": fix.title, "edits": edits}


def _place(location: Location) -> dict[str, Any]:
    return {
        "path": location.path,
        "cell": location.cell,
        "line": location.line,
        "column": location.column,
        "end_line": location.end_line,
        "end_column": location.end_column,
    }


def _summary(result: Result) -> dict[str, Any]:
    severities = Counter(f.severity for f in result.findings)
    return {
        "files": result.checked,
        "findings": len(result.findings),
        **{severity.value: severities[severity] for severity in reversed(Severity)},
        "by_code": dict(sorted(Counter(f.code for f in result.findings).items())),
        "loaders": len(result.loaders),
        "loaders_with_parts_unknown": sum(not loader.understood for loader in result.loaders),
        "troubles": [{"path": t.path, "message": t.message} for t in result.troubles],
    }
