"""How often each rule found something."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result


def render(result: Result) -> str:
    """Return one line per rule that found something: how often, its code, severity and name."""
    counts = Counter((f.code, f.severity.value, f.name) for f in result.findings)
    return "".join(
        f"{number:6} {code} {severity:7} {name}\n" for (code, severity, name), number in sorted(counts.items())
    )
