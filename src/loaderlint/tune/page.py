"""Recommendations as a page of HTML: the same as `view` says, with plots of what was measured."""

from __future__ import annotations

from statistics import median
from typing import Any

import click

from loaderlint.page.charts import Bar, bars
from loaderlint.page.html import Html, document, tag
from loaderlint.page.parts import badge, difference, figure, key, section, table
from loaderlint.report import fixes
from loaderlint.report.concise import place
from loaderlint.tune.survey import Plot, plots
from loaderlint.tune.tuning import Tuned, Tuning
from loaderlint.tune.view import (
    HEADS,
    OVERVIEW,
    bound,
    in_order,
    mark,
    notes,
    overview,
    reason,
    recommendation,
    rows,
    step,
    verdict,
)
from loaderlint.verifying.host.page import time_line
from loaderlint.verifying.host.view import call_of

_TONES = {"change": "good", "keep": "good", "not measured": "open"}


def as_page(tuning: Tuning, command: str) -> str:
    """Return the page; `command` is what was run."""
    versions = f"Python {tuning.python}, torch {tuning.torch}" if tuning.torch else "no torch was imported"
    return document(
        "loaderlint tune",
        tag("p", "loaderlint tune", class_="kicker"),
        tag("h1", "Nothing could be measured") if tuning.is_failure else None,
        tag("p", tuning.failure, class_="lead") if tuning.failure else None,
        section("Overview", table(OVERVIEW, overview(tuning))) if len(tuning.tuned) > 1 else None,
        [_loader(tuned) for tuned in tuning.tuned],
        section("What --fix writes", difference(click.unstyle(fixes.diff(tuning.fixed)))) if tuning.fixed else None,
        section("Connections that the program opened", tag("p", ", ".join(tuning.connections)))
        if tuning.connections
        else None,
        tag("footer", tag("code", command), tag("br"), f"{tuning.seconds:.1f} s, {versions}"),
    )


def _loader(tuned: Tuned) -> Html:
    return tag(
        "article",
        badge(verdict(tuned), _TONES[verdict(tuned)]),
        tag("h1", _headline(tuned)),
        tag("p", reason(tuned), class_="lead"),
        None if tuned.trouble else _step(tuned),
        tag("p", place(tuned.finding.location), class_="place") if tuned.finding else None,
        tag("p", tag("code", call_of(tuned.loader))),
        None if tuned.trouble else [_tiles(tuned), _plots(tuned)],
        tag("ul", *(tag("li", note) for note in [*notes(tuned), *tuned.places])) if notes(tuned) else None,
    )


def _step(tuned: Tuned) -> Html:
    """What loading costs the training, and what holds it back."""
    found = tuned.bound
    return tag(
        "ul",
        tag("li", "Step: ", step(tuned)),
        tag("li", "Bound ", bound(found)),
        tag("li", "What usually helps: ", found.bound.helps) if found else None,
    )


def _headline(tuned: Tuned) -> str:
    if tuned.trouble:
        return "Not measured"
    return f"Use {recommendation(tuned)}" if tuned.is_better else "Keep the settings as they are"


def _tiles(tuned: Tuned) -> Html:
    """The figures that matter, as it is and as it is recommended."""
    now, best = tuned.present, tuned.best

    def tile(name: str, figures: str, unit: str, digits: int = 0) -> Html | None:
        if not (now[figures] and best[figures]):
            return None
        before, after = (f"{median(tried[figures]):,.{digits}f} {unit}" for tried in (now, best))
        earlier = tag("dd", f"now {before}") if best is not now else None
        return tag("dl", tag("dt", name), tag("dd", after), earlier, class_="tile")

    return tag(
        "div",
        tile("over an epoch", "epoch", "samples/s"),
        tile("first batch of an epoch", "first", "s", 2),
        tile("memory of all processes", "memory", "MB"),
        class_="tiles",
    )


def _plots(tuned: Tuned) -> list[Html]:
    found = in_order(tuned)
    lines = tuned.figures["timelines"]
    until = max((end for line in lines[-1:] for _, end in line["waits"]), default=1.0)

    keys = [" ", key("now", "as it is"), " ", key("best", "recommended") if tuned.is_better else None]

    def plot(heading: str, figures: str, unit: str, digits: int = 0) -> Html:
        drawn = bars(
            heading, [Bar(_name(t), t[figures], _tone(tuned, t)) for t in found], lambda v: f"{v:,.{digits}f} {unit}"
        )
        return tag("figure", tag("figcaption", f"{heading}; a dot is one measurement", keys), drawn)

    return [
        section(
            "Throughput",
            tag(
                "div",
                plot("over an epoch, with its start", "epoch", "/s"),
                plot("once all workers are at work", "steady", "/s"),
                class_="sides",
            ),
        ),
        section(
            "Memory and start",
            tag(
                "div",
                plot("memory of all processes together (PSS)", "memory", "MB"),
                plot("time to the first batch of an epoch", "first", "s", 2),
                class_="sides",
            ),
        ),
        *(_survey(plot) for plot in plots(tuned)),
        section(
            "Workers and consumer",
            tag("div", *(tag("div", tag("h3", _name(line)), time_line(line, until)) for line in lines), class_="sides"),
        ),
        section(
            "All settings",
            figure(
                "medians, with the least and the greatest of the measurements",
                table(HEADS, rows(tuned), [mark(tuned, tried) for tried in found]),
            ),
        ),
    ]


def _survey(plot: Plot) -> Html:
    """What was measured beside the search."""
    rows = [(*row, drawn) for row, drawn in zip(plot.rows, plot.bars, strict=True)]
    return section(plot.title[0].upper() + plot.title[1:], table((*plot.heads, ""), rows))


def _tone(tuned: Tuned, tried: dict[str, Any]) -> str:
    if tuned.is_better and tried is tuned.best:
        return "best"
    return "now" if tried is tuned.present else ""


def _name(tried: dict[str, Any]) -> str:
    """A setting in words, what is so by default left out."""
    options = tried["options"]
    number = options["num_workers"]
    said = ["no workers" if not number else f"{number} worker{'s' if number > 1 else ''}"]
    said += ["persistent"] if options.get("persistent_workers") else []
    said += [f"prefetch {options['prefetch_factor']}"] if options.get("prefetch_factor", 2) != 2 else []
    said += ["pinned"] if options["pin_memory"] else []
    return ", ".join(said)
