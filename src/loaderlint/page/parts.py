"""What reports are made of: verdicts, tables, grids of samples, and the difference that a fix makes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from loaderlint.page.html import Html, Part, tag

#: Colours in the style sheet for samples that are seen more than once.
_COLOURS = 10

_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def badge(words: str, tone: str) -> Html:
    """Return a verdict; `tone` is `good`, `bad`, `odd` or `open`."""
    return tag("span", words, class_=f"badge {tone}")


def section(heading: str, *parts: Part) -> Html:
    """Return a part of the page with a heading."""
    return tag("section", tag("h2", heading), *parts)


def figure(caption: str, *parts: Part) -> Html:
    """Return something to look at, which scrolls by itself if it is wide, under its caption."""
    return tag("figure", tag("figcaption", caption), tag("div", *parts, class_="scroll"))


def key(look: str, words: str) -> Html:
    """Return what a colour of a plot stands for."""
    return tag("span", tag("span", class_=f"key {look}"), words, class_="legend")


def table(heads: Sequence[str], rows: Sequence[Sequence[str]], marks: Sequence[str] = ()) -> Html:
    """Return a table; a row with a mark stands out, and ends with it."""
    head = tag("tr", *(tag("th", name, scope="col") for name in heads), tag("th") if any(marks) else None)
    body = [
        tag(
            "tr",
            *(tag("td", cell) for cell in row),
            tag("td", mark, class_="mark") if any(marks) else None,
            class_="marked" if mark else None,
        )
        for row, mark in zip(rows, [*marks, *[""] * (len(rows) - len(marks))], strict=True)
    ]
    return tag("div", tag("table", tag("thead", head), tag("tbody", *body), class_="numbers"), class_="scroll")


def grid(
    rows: Sequence[str],
    columns: Sequence[str],
    cells: Sequence[Sequence[str]],
    pictures: Mapping[str, Mapping[str, Any]],
) -> Html:
    """Return a grid of draws of a sample by row and column, given by digests: equal text, equal draw.

    Draws that come more than once have a colour and a letter of their own; grey is what comes once. Those that have a
    picture are shown by it.
    """
    seen = Counter(cell for row in cells for cell in row)
    numbers = count()
    looks = {cell: next(numbers) if times > 1 else None for cell, times in seen.items()}
    # `draw 1`, `draw 2`, ...: the word that all begin with stands once, in the corner.
    corner, _, _ = columns[0].partition(" ") if columns else ("", "", "")
    corner = corner if all(name.startswith(f"{corner} ") for name in columns) else ""
    names = [name.removeprefix(f"{corner} ") for name in columns]
    head = tag("tr", tag("td", corner, class_="corner"), *(tag("th", name, scope="col") for name in names))
    body = [
        tag("tr", tag("th", name, scope="row"), *(_cell(cell, looks[cell], pictures.get(cell)) for cell in row))
        for name, row in zip(rows, cells, strict=True)
    ]
    kind = "grid pictures" if pictures else "grid"
    return tag("table", tag("thead", head), tag("tbody", *body), class_=kind)


def _cell(digest: str, number: int | None, picture: Mapping[str, Any] | None) -> Html:
    name = "" if number is None else _letters(number)
    look = "once" if number is None else f"sample s{number % _COLOURS}"
    shown: Part = name or "·"
    if picture and _BASE64.fullmatch(str(picture["png"])):
        said = f"draw {name}" if name else "a draw that comes once"
        size = {side: min(int(picture[side]), 64) for side in ("width", "height")}
        shown = tag("img", src=f"data:image/png;base64,{picture['png']}", alt=said, **size)
    return tag("td", shown, class_=look, title=digest)


def _letters(number: int) -> str:
    """A, B, ... Z, A1, B1, ..."""
    round_, letter = divmod(number, 26)
    return chr(ord("A") + letter) + (str(round_) if round_ else "")


def difference(unified: str) -> Html:
    """Return a unified diff with its lines coloured."""
    tones = {"---": "file", "+++": "file", "@": "at", "+": "added", "-": "removed"}
    lines = []
    for line in unified.splitlines():
        tone = next((tone for start, tone in tones.items() if line.startswith(start)), None)
        lines.append(tag("span", line, "\n", class_=tone))
    return tag("pre", tag("code", *lines), class_="diff")
