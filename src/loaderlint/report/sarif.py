"""SARIF 2.1.0, as code scanning services read it: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from loaderlint.finding import Applicability, Severity
from loaderlint.report.concise import place
from loaderlint.report.fingerprint import fingerprints
from loaderlint.report.words import advice
from loaderlint.rules import catalogue
from loaderlint.version import __version__

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result
    from loaderlint.finding import Finding, Fix, Location, Trouble
    from loaderlint.report.sources import Sources
    from loaderlint.rule import Rule

_GITHUB_SEVERITIES = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.ADVICE: "recommendation",
}

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def render(result: Result, sources: Sources) -> str:
    """Return the result as one JSON document, with the documentation of the rules that found something."""
    found = {finding.code for finding in result.findings}
    rules = [rule for rule in catalogue() if rule.code in found]
    numbers = {rule.code: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {"name": "loaderlint", "semanticVersion": __version__, "rules": [_rule(rule) for rule in rules]}
        },
        "properties": {
            "loaders": len(result.loaders),
            "loadersWithPartsUnknown": sum(not loader.understood for loader in result.loaders),
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not result.troubles,
                "toolExecutionNotifications": [_notification(trouble) for trouble in result.troubles],
            }
        ],
        "results": [
            {"ruleIndex": numbers[finding.code], **_result(finding, fingerprint, sources)}
            for finding, fingerprint in zip(result.findings, fingerprints(result, sources), strict=True)
        ],
    }
    document = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(document, indent=2) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.what_it_does},
        "help": {"text": rule.documentation, "markdown": rule.documentation},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        # What GitHub shows as the rule's severity, and takes for filters.
        "properties": {"problem.severity": _GITHUB_SEVERITIES[rule.severity], "tags": ["pytorch", "data loading"]},
    }


def _result(finding: Finding, fingerprint: str, sources: Sources) -> dict[str, Any]:
    return {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": _text(finding.location, advice(finding))},
        "locations": [{"physicalLocation": _physical(finding.location, sources)}],
        "partialFingerprints": {"loaderlint/v1": fingerprint},
        "relatedLocations": [
            {
                "id": number,
                "physicalLocation": _physical(related.location, sources),
                "message": {"text": _text(related.location, related.message)},
            }
            for number, related in enumerate(finding.related)
        ],
        "fixes": _fixes(finding.fix, sources) if finding.fix else [],
    }


def _text(location: Location, message: str) -> str:
    """A message; one about a notebook's cell names the cell, for which SARIF has no place."""
    return message if location.cell is None else f"{place(location)}: {message}"


def _fixes(fix: Fix, sources: Sources) -> list[dict[str, Any]]:
    """A fix that may be applied to the text of files: to that of a notebook in its JSON."""
    edits = [sources.edit_in_file(edit) for edit in fix.edits]
    known = [edit for edit in edits if edit is not None]
    if fix.applicability is Applicability.DISPLAY or len(known) < len(edits):
        return []
    changes = [
        {
            "artifactLocation": _artifact(path),
            "replacements": [
                {"deletedRegion": _region(edit.location), "insertedContent": {"text": edit.text}} for edit in of_file
            ],
        }
        for path, of_file in groupby(known, key=lambda edit: edit.location.path)
    ]
    properties = {"applicability": fix.applicability.value}
    return [{"description": {"text": fix.title}, "artifactChanges": changes, "properties": properties}]


def _notification(trouble: Trouble) -> dict[str, Any]:
    return {
        "level": "error",
        "message": {"text": trouble.message},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(trouble.path)}}],
    }


def _physical(location: Location, sources: Sources) -> dict[str, Any]:
    return {"artifactLocation": _artifact(location.path), "region": _region(sources.in_file(location))}


def _region(location: Location) -> dict[str, int]:
    return {
        "startLine": location.line,
        "startColumn": location.column,
        "endLine": location.end_line,
        "endColumn": location.end_column,
    }


def _artifact(path: str) -> dict[str, str]:
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}
