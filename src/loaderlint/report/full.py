"""Findings with the code they are about: a frame with carets for the problem and for every piece of evidence."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from loaderlint.finding import Applicability, Severity
from loaderlint.report.concise import place

if TYPE_CHECKING:
    from loaderlint.checking.engine import Result
    from loaderlint.finding import Finding, Location
    from loaderlint.text.source import Source

#: Gives the source at a path, or None where it is gone.
Read = Callable[[str], "Source | None"]

#: The colour of a finding, by its severity.
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.ADVICE: "cyan"}

_FIXES = {Applicability.SAFE: "fix", Applicability.UNSAFE: "unsafe fix", Applicability.DISPLAY: "possible fix"}

_TAB = 4

#: Unicode's pictures of the control characters.
_PICTURES = {chr(code): chr(0x2400 + code) for code in range(32)} | {"\x7f": "\u2421"}

#: Columns of code that a frame shows at least and at most; of a longer line the part around the problem.
_LEAST, _MOST = 40, 160

#: What a frame shows left of the code beside the number of the line, and what tells that a line was cut at both ends.
_BESIDE = len(" | ") + 2 * len("...")


def render(result: Result, read: Read, width: int | None = None) -> str:
    """Return every finding with its frames, for a terminal of `width` columns (None: there is none)."""
    return "".join(f"{_finding(finding, read, width)}\n" for finding in result.findings)


def _finding(finding: Finding, read: Read, width: int | None) -> str:
    colour = COLOURS[finding.severity]
    places = [finding.location, *(r.location for r in finding.related)]
    margin = len(str(max(p.end_line for p in places)))
    columns = _MOST if width is None else min(_MOST, max(_LEAST, width - margin - _BESIDE))
    head = click.style(f"{finding.severity.value}[{finding.code}]", fg=colour, bold=True)
    lines = [f"{head}{click.style(': ' + finding.message, bold=True)}"]
    lines += _frame(finding.location, "", "^", colour, "-->", margin, columns, read)
    for related in finding.related:
        lines += _frame(related.location, related.message, "-", "blue", ":::", margin, columns, read)
    lines += [remark("help", finding.help, margin)] if finding.help else []
    lines += [remark("note", finding.note, margin)] if finding.note else []
    if finding.fix:
        lines.append(remark(_FIXES[finding.fix.applicability], finding.fix.title, margin))
    elif finding.refusal:
        lines.append(remark("no fix", finding.refusal, margin))
    return "\n".join(lines) + "\n"


def _frame(
    location: Location,
    label: str,
    mark: str,
    colour: str,
    arrow: str,
    margin: int,
    columns: int,
    read: Read,
) -> list[str]:
    gutter = click.style(f"{'':{margin}} |", fg="blue", bold=True)
    head = f"{'':{margin}}{click.style(arrow, fg='blue', bold=True)} {place(location)}"
    source = read(location.path)
    number_in_text = location.line if source is None else source.in_text(location.cell, location.line)
    if source is None or number_in_text > source.lines:
        return [f"{head}: {label}" if label else head]
    text = source.line(number_in_text)
    last = location.end_column if location.end_line == location.line else len(text) + 1
    text, start, end = _shortened(text, location.column - 1, last - 1, columns)
    indent = _width(_visible(text[:start]))
    carets = click.style(mark * max(1, _width(_visible(text[:end])) - indent), fg=colour, bold=True)
    caption = click.style(f" {label}", fg=colour) if label else ""
    number = click.style(f"{location.line:{margin}} |", fg="blue", bold=True)
    return [
        head,
        gutter,
        f"{number} {_visible(text)}",
        f"{gutter} {' ' * indent}{carets}{caption}",
    ]


def _shortened(text: str, start: int, end: int, columns: int) -> tuple[str, int, int]:
    """Cut what is too long from a line, and say where the stretch from `start` to `end` stands in the rest."""
    if len(text) <= columns:
        return text, start, end
    first = max(0, min(start - columns // 4, len(text) - columns))
    dots = "..." if first else ""
    kept = text[first : first + columns]
    more = "..." if first + len(kept) < len(text) else ""
    shift = len(dots) - first
    return f"{dots}{kept}{more}", start + shift, min(end + shift, len(dots) + len(kept))


def remark(kind: str, text: str, margin: int) -> str:
    """Return a line that says more of what stands above it, behind a margin as wide as the numbers of lines."""
    return f"{'':{margin}} {click.style('=', fg='blue', bold=True)} {click.style(kind + ':', bold=True)} {text}"


def _visible(text: str) -> str:
    """A line as a terminal can show it: tabs as spaces, and pictures of what would steer the terminal."""
    shown = ""
    for character in text:
        if character == "\t":
            shown += " " * (_TAB - _width(shown) % _TAB)
        else:
            shown += _PICTURES.get(character, character)
    return shown


def _width(text: str) -> int:
    """Columns that `text` takes in a terminal: none for combining and formatting characters, two for wide ones."""
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def summary(result: Result, least: Severity = Severity.ADVICE) -> str:
    """Return what was found, in how many files, of which loaders, and how much of it can be fixed.

    What is less severe than `least` is counted and said not to be shown.
    """
    counts = [(s, sum(f.severity is s for f in result.findings)) for s in reversed(Severity)]
    files = f"{result.checked} file{'' if result.checked == 1 else 's'} checked"
    files += _understood(result)
    if not result.findings:
        return f"{_nothing(result)}, {files}\n"
    found = [
        click.style(_count(n, severity), fg=COLOURS[severity], bold=True)
        + (" (not shown)" if severity.rank < least.rank else "")
        for severity, n in counts
        if n
    ]
    return f"found {', '.join(found)}; {files}\n{_fixable(result)}"


def _nothing(result: Result) -> str:
    """What to say of a run without findings: not that there are no problems, where not all was looked at."""
    missed = len({trouble.path for trouble in result.troubles})
    if not missed:
        return "no problems found"
    return f"nothing found, but {missed} path{'' if missed == 1 else 's'} could not be checked in full"


def _understood(result: Result) -> str:
    """How many loaders there are, and of how many not all is known: about these, rules may have been silent."""
    number = len(result.loaders)
    unknown = sum(not loader.understood for loader in result.loaders)
    loaders = f"; {number} loader{'' if number == 1 else 's'}" if number else ""
    return loaders + (f", {unknown} with parts unknown (`loaderlint explain`)" if unknown else "")


def _fixable(result: Result) -> str:
    safe, unsafe = (
        sum(f.fix is not None and f.fix.applicability is kind for f in result.findings)
        for kind in (Applicability.SAFE, Applicability.UNSAFE)
    )
    if not safe and not unsafe:
        return ""
    more = f"{safe} can be fixed with `--fix`" if safe else ""
    with_unsafe = f"{unsafe}{' more' if safe else ' can be fixed'} with `--fix --unsafe-fixes`" if unsafe else ""
    return ", ".join(part for part in (more, with_unsafe) if part) + "\n"


def _count(number: int, severity: Severity) -> str:
    if severity is Severity.ADVICE:
        return f"{number} piece{'' if number == 1 else 's'} of advice"
    return f"{number} {severity.value}{'' if number == 1 else 's'}"
