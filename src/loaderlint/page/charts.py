"""Plots as inline SVG, drawn for the width of a phone and in the colours of the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from loaderlint.page.html import Html, Part, tag

_WIDTH = 340

#: A row of `bars`, and a lane of `lanes`, in pixels.
_ROW, _LANE = 34, 16

#: Room for the names of lanes, and lanes that are shown.
_NAMES, _MOST_LANES = 62, 8


@dataclass(frozen=True, slots=True)
class Bar:
    """Measurements under a name. One with a `tone` (`now` or `best`) stands out."""

    name: str
    values: Sequence[float]
    tone: str = ""


def bars(title: str, found: Sequence[Bar], said: Callable[[float], str]) -> Html:
    """Return a bar as long as the median of each, with a dot for every measurement."""
    most = max((value for bar in found for value in bar.values), default=1.0) or 1.0
    room = _WIDTH - 76  # the figure stands behind the bar

    def row(number: int, bar: Bar) -> Part:
        top = number * _ROW
        name = _text(0, top + 12, bar.name, class_="name")
        if not bar.values:
            return name, _text(0, top + 27, "-")
        length = room * median(bar.values) / most
        dots = (tag("circle", cx=_number(room * v / most), cy=_number(top + 23), r=2, class_="dot") for v in bar.values)
        box = tag("rect", x=0, y=top + 17, width=_number(max(length, 1)), height=12, rx=2, class_=f"bar {bar.tone}")
        end = room * max(bar.values) / most
        return name, box, dots, _text(end + 8, top + 27, said(median(bar.values)), class_="value")

    return _svg(title, _ROW * len(found) + 2, [row(number, bar) for number, bar in enumerate(found)])


def lanes(
    title: str, batches: Sequence[tuple[int, float, float]], waits: Sequence[tuple[float, float]], until: float
) -> Html:
    """Return a time line: a lane for each worker with the batches that it made, and one for the consumer that waits.

    `batches` are (worker, begun, made), `waits` (from, until), in seconds; the line goes on `until` a time.
    """
    room = _WIDTH - _NAMES - 2
    numbers = sorted({worker for worker, _, _ in batches})
    shown = numbers[:_MOST_LANES]

    def x(seconds: float) -> float:
        return _NAMES + room * min(seconds, until) / until

    def box(lane: int, start: float, end: float, kind: str) -> Html:
        width = max(x(end) - x(start) - 0.6, 0.6)
        return tag(
            "rect", x=_number(x(start)), y=lane * _LANE + 2, width=_number(width), height=_LANE - 4, rx=1.5, class_=kind
        )

    parts: list[Part] = []
    for lane, number in enumerate(shown):
        own = [(start, end) for worker, start, end in batches if worker == number and start < until]
        parts.append(_text(0, lane * _LANE + 12, "main" if number < 0 else f"worker {number}"))
        parts.append([box(lane, start, end, f"batch b{turn % 2}") for turn, (start, end) in enumerate(own)])
    last = len(shown)
    parts.append(_text(0, last * _LANE + 12, "consumer"))
    parts.append([box(last, start, end, "wait") for start, end in waits if start < until])
    bottom = (last + 1) * _LANE
    for tick in _ticks(until):
        parts.append(tag("line", x1=_number(x(tick)), x2=_number(x(tick)), y1=0, y2=bottom + 3, class_="tick"))
        parts.append(_text(x(tick), bottom + 14, f"{tick:g} s", text_anchor="middle" if tick else "start"))
    if len(numbers) > len(shown):
        parts.append(_text(0, bottom + 14, f"+ {len(numbers) - len(shown)} more"))
    return _svg(title, bottom + 18, parts)


def _ticks(until: float) -> list[float]:
    """Two to five round numbers from 0 on."""
    unit = 10 ** math.floor(math.log10(until))
    step = next(unit * factor for factor in (0.2, 0.25, 0.5, 1, 2, 2.5) if until / (unit * factor) <= 4.5)
    return [round(step * number, 10) for number in range(int(until * 0.97 / step) + 1)]


def _svg(title: str, height: int, parts: Part) -> Html:
    return tag("svg", tag("title", title), parts, viewBox=f"0 0 {_WIDTH} {height}", role="img", aria_label=title)


def _text(x: float, y: float, words: str, **attributes: object) -> Html:
    return tag("text", words, x=_number(x), y=_number(y), **attributes)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
