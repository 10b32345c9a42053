"""Verdicts as a page of HTML: the same as `view` says, with what there is to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import click

from loaderlint.page.charts import lanes
from loaderlint.page.html import Html, document, join, tag
from loaderlint.page.parts import badge, difference, figure, grid, key, section
from loaderlint.report import fixes
from loaderlint.report.concise import place
from loaderlint.verifying.host.observed import LoaderOnTrial
from loaderlint.verifying.host.trial import Outcome
from loaderlint.verifying.host.verdict import Trial, Verdict
from loaderlint.verifying.host.view import call_of, said
from loaderlint.verifying.host.waits import where
from loaderlint.verifying.shared.measurement import Measurement

#: What is run for the page alone, by the experiment that it goes with.
BESIDES = {"draws": ("pictures",), "start-up": ("timeline",), "throughput": ("timeline",)}

_TONES = {
    Verdict.CONFIRMED: "bad",
    Verdict.UNFIXED: "bad",
    Verdict.FIX_OPEN: "bad",
    Verdict.FIX_FAILED: "bad",
    Verdict.REFUTED: "odd",
    Verdict.NOT_SEEN: "open",
    Verdict.INCONCLUSIVE: "open",
    Verdict.NOT_REACHED: "open",
}

#: Columns of a grid that are shown, and grids of a measurement.
_COLUMNS, _GRIDS = 12, 2


def as_page(outcome: Outcome, command: str) -> str:
    """Return the page; `command` is what was run."""
    counts = Counter(trial.verdict for trial in outcome.trials)
    found = [f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict]]
    versions = f"Python {outcome.python}, torch {outcome.torch}" if outcome.torch else "no torch was imported"
    return document(
        "loaderlint verify",
        tag("p", "loaderlint verify", class_="kicker"),
        tag("h1", _headline(outcome)),
        tag("p", _lead(outcome), class_="lead"),
        tag("div", *(badge(words, _TONES[v]) for words, v in zip(found, _kinds(counts), strict=True)), class_="badges"),
        _overview(outcome) if len(outcome.trials) > 1 else None,
        [_trial(number, trial) for number, trial in enumerate(outcome.trials, 1)],
        section("What the confirmed fixes change", difference(click.unstyle(fixes.diff(outcome.fixed))))
        if outcome.fixed
        else None,
        section("How the program failed", tag("pre", tag("code", outcome.traceback))) if outcome.traceback else None,
        section("The last that the program printed", tag("pre", tag("code", outcome.output)))
        if outcome.failure and outcome.output.strip()
        else None,
        section("Connections that the program opened", tag("p", ", ".join(outcome.connections)))
        if outcome.connections
        else None,
        tag("footer", tag("code", command), tag("br"), f"{outcome.seconds:.1f} s, {versions}", _machine(outcome)),
    )


def _machine(outcome: Outcome) -> str:
    return f"; {outcome.machine}" if outcome.machine else ""


def _kinds(counts: Mapping[Verdict, int]) -> list[Verdict]:
    return [verdict for verdict in Verdict if counts[verdict]]


def _headline(outcome: Outcome) -> str:
    shown = sum(trial.verdict.shown for trial in outcome.trials)
    fixed = sum(trial.verdict is Verdict.CONFIRMED for trial in outcome.trials)
    if not outcome.trials:
        return "There is nothing to verify"
    if not shown:
        return "No problem was seen when the loaders ran"
    problems = "One problem was" if shown == 1 else f"{shown} problems were"
    if fixed == shown:
        gone = "is gone with its fix" if shown == 1 else "all are gone with the fixes"
        return f"{problems} seen when the loaders ran, and {gone}"
    left = f"{fixed} {'is' if fixed == 1 else 'are'} gone with the fix" if fixed else "no fix is known to help"
    return f"{problems} seen when the loaders ran; {left}"


def _lead(outcome: Outcome) -> str:
    if outcome.failure:
        return outcome.failure
    ran = "The program ran up to its loaders, which were tried with its own data"
    return f"{ran}, as they are and with the fixes." if outcome.fixed else f"{ran}."


def _overview(outcome: Outcome) -> Html:
    rows = [
        tag(
            "tr",
            tag("td", badge(trial.verdict.value, _TONES[trial.verdict])),
            tag("td", tag("a", trial.finding.code, href=f"#trial-{number}")),
            tag("td", _code(trial.finding.message), tag("div", place(trial.finding.location), class_="place")),
        )
        for number, trial in enumerate(outcome.trials, 1)
    ]
    return tag("table", tag("tbody", *rows), class_="overview")


def _trial(number: int, trial: Trial) -> Html:
    finding = trial.finding
    # Both sides have one scale.
    lines = [line for loader in (*trial.before[:1], *trial.after[:1]) for line in _timelines(loader)]
    until = max((end for line in lines for _, end in line["waits"]), default=1.0)
    sides = [_side("As it is", trial.before, until), _side("With the fix", trial.after, until)]
    helps = badge("the fix helps", "good") if trial.verdict is Verdict.CONFIRMED else None
    rule = f"{finding.code} {finding.name}, {finding.severity.value}"
    return tag(
        "article",
        tag("div", badge(trial.verdict.value, _TONES[trial.verdict]), " ", helps, " " if helps else None, rule),
        tag("h2", _code(finding.message)),
        tag("p", place(finding.location), class_="place"),
        tag("pre", tag("code", trial.source)) if trial.source else None,
        tag("p", trial.reason, class_="so"),
        tag("p", "fix: ", _code(finding.fix.title), class_="soft") if finding.fix else None,
        tag("div", *sides, class_="sides") if any(sides) else None,
        class_="card",
        id=f"trial-{number}",
    )


def _timelines(loader: LoaderOnTrial) -> list[dict[str, Any]]:
    return [line for m in loader.measurements for line in m.figures.get("timelines", ())]


def _side(heading: str, loaders: Sequence[LoaderOnTrial], until: float) -> Html | None:
    """What was seen of the first loader: as a rule others tell the same."""
    if not loaders:
        return None
    loader = loaders[0]
    return tag(
        "div",
        tag("h3", heading),
        tag("code", call_of(loader)),
        [_measurement(measurement, until) for measurement in sorted(loader.measurements, key=_order)],
        tag("ul", *(tag("li", f"{name}: {trouble}") for name, trouble in loader.troubles.items()))
        if loader.troubles
        else None,
        tag("p", where(loader.stacks)) if loader.stacks else None,
        [figure(f"where the {name} was", tag("pre", tag("code", stack))) for name, stack in loader.stacks.items()],
    )


def _order(measurement: Measurement) -> int:
    """Pictures come first, then what was measured, then the time line."""
    return {"pictures": 0, "timeline": 2}.get(measurement.experiment, 1)


def _measurement(measurement: Measurement, until: float) -> Html:
    return join(
        [
            tag("p", tag("b", measurement.experiment), ": ", said(measurement)) if said(measurement) else None,
            list(_figures(measurement, until)),
        ]
    )


def _figures(measurement: Measurement, until: float) -> Iterator[Html]:
    pictures = measurement.figures.get("pictures", {})
    for shown in measurement.grids[:_GRIDS]:
        columns = shown.columns[:_COLUMNS]
        cells = [row[:_COLUMNS] for row in shown.cells]
        yield figure(
            f"{shown.title}: equal draws have one colour; grey was drawn once",
            grid(shown.rows, columns, cells, pictures),
        )
    for line in measurement.figures.get("timelines", ()):
        yield time_line(line, until)


def time_line(line: Mapping[str, Any], until: float | None = None) -> Html:
    """Return what an experiment recorded of workers and consumer, for so many seconds."""
    until = until or max((end for _, end in line["waits"]), default=1.0)
    keys = [key("made", "a batch is made"), " ", key("waits", "the consumer waits")]
    drawn = lanes("when workers make batches, and the consumer waits", line["batches"], line["waits"], until)
    return tag("figure", tag("figcaption", "The first batches of an epoch: ", keys), drawn)


def _code(words: str) -> Html:
    """Text with its code, which stands between backticks, set as code."""
    parts = words.split("`")
    return join([tag("code", part) if number % 2 else part for number, part in enumerate(parts)])
