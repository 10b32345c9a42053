"""Text that the formats for other programs share: advice, and the evidence of a finding."""

from __future__ import annotations

from loaderlint.finding import Finding
from loaderlint.report.concise import place


def advice(finding: Finding) -> str:
    """Return the message with help and note, each on a line of its own."""
    remarks = (("help", finding.help), ("note", finding.note))
    return "\n".join([finding.message, *(f"{kind}: {text}" for kind, text in remarks if text)])


def evidence(finding: Finding) -> str:
    """Return the places that a finding rests on, one per line."""
    return "\n".join(f"{place(r.location)}: {r.message}" for r in finding.related)
