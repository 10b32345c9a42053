"""Advice told briefly: one line for what is said of a file, with the numbers of the lines it is said of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from loaderlint.finding import Applicability
from loaderlint.report.full import COLOURS, remark

if TYPE_CHECKING:
    from loaderlint.finding import Finding


def render(findings: Sequence[Finding]) -> str:
    """Return a line for each rule, message and file, sorted, and how to see more."""
    if not findings:
        return ""
    lines = [_line(list(alike)) for _, alike in groupby(sorted(findings, key=_said_of), _said_of)]
    return "\n".join([*lines, remark("help", _how_to_see_more(findings), 0)]) + "\n\n"


def _said_of(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.message, finding.location.path


def _line(findings: list[Finding]) -> str:
    first = findings[0]
    head = click.style(f"{first.severity.value}[{first.code}]", fg=COLOURS[first.severity], bold=True)
    fixable = len(_fixes(findings))
    number = "" if fixable == len(findings) else f"{fixable} "
    return f"{head} {first.message}: {first.location.path}:{_lines(findings)}" + (
        f" ({number}fixable)" if fixable else ""
    )


def _lines(findings: list[Finding]) -> str:
    """The numbers of the lines, once each; in a notebook by cell."""
    lines: defaultdict[int | None, dict[int, None]] = defaultdict(dict)
    for where in sorted(finding.location for finding in findings):
        lines[where.cell][where.line] = None
    return "; ".join(
        ("" if cell is None else f"cell {cell + 1}:") + ", ".join(map(str, numbers)) for cell, numbers in lines.items()
    )


def _how_to_see_more(findings: Sequence[Finding]) -> str:
    fixes = _fixes(findings)
    diff = "`--diff --unsafe-fixes`" if Applicability.UNSAFE in fixes else "`--diff`"
    return "`-v` shows the code" + (f", {diff} the fixes" if fixes else "")


def _fixes(findings: Sequence[Finding]) -> list[Applicability]:
    """How far the fixes may be trusted that `--fix` can apply."""
    kinds = [finding.fix.applicability for finding in findings if finding.fix]
    return [kind for kind in kinds if kind is not Applicability.DISPLAY]
