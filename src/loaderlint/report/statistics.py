"""How often each rule found something."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from loaderlint.report.json import VERSION

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result


def render(result: Result) -> str:
    """Return one line per rule and severity that something was found of: how often, code, severity and name."""
    return "".join(f"{number:6} {code} {severity:7} {name}\n" for (code, severity, name), number in _counts(result))


def as_json(result: Result) -> str:
    """Return the same as one JSON document."""
    rows = [
        {"code": code, "name": name, "severity": severity, "count": number}
        for (code, severity, name), number in _counts(result)
    ]
    return json.dumps({"version": VERSION, "statistics": rows}, indent=2) + "\n"


def _counts(result: Result) -> list[tuple[tuple[str, str, str], int]]:
    return sorted(Counter((f.code, f.severity.value, f.name) for f in result.findings).items())
