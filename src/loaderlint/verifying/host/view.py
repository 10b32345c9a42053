"""Verdicts as text for a terminal, and as JSON."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import asdict
from typing import Any

import click

from loaderlint.claim import NOT_SO
from loaderlint.report.concise import place
from loaderlint.report.json import as_json
from loaderlint.verifying.host.observed import LoaderOnTrial
from loaderlint.verifying.host.trial import Outcome
from loaderlint.verifying.host.verdict import Trial, Verdict
from loaderlint.verifying.host.waits import where
from loaderlint.verifying.shared.measurement import Grid, Measurement
from loaderlint.verifying.shared.protocol import Event

VERSION = 1

_COLOURS = {
    Verdict.CONFIRMED: "green",
    Verdict.UNFIXED: "red",
    Verdict.FIX_OPEN: "red",
    Verdict.FIX_FAILED: "red",
    Verdict.REFUTED: "magenta",
    Verdict.NOT_SEEN: "blue",
    Verdict.INCONCLUSIVE: "yellow",
    Verdict.NOT_REACHED: "yellow",
}

#: Colours of the terminal's 256 that are told apart on dark and on light, one for each sample of a grid in turn.
_SAMPLE_COLOURS = (33, 208, 35, 170, 178, 44, 203, 105, 71, 137)

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

#: Lines that are shown of a traceback, at its start and at its end, and of what the program printed.
_TRACEBACK, _PRINTED = 7, 10

#: Columns of a grid that are shown.
_COLUMNS = 12

_ASK_FOR_REPORT = "the loader does not do what loaderlint says: that is a fault of loaderlint, please report it"


def progress(event: Event) -> str:
    """Return what is being done, once an event has come in; "" if that is as before."""
    match event["event"]:
        case "started":
            return f"running the program (Python {event['python']})"
        case "imported":
            return f"running the program (torch {event['torch']})"
        case "begin":
            return f"trying a loader: {event['experiment']}" + (", with the fix" if event["fixed"] >= 0 else "")
    return ""


def summary(outcome: Outcome) -> str:
    """Return how the program failed, if it did, and a line that sums the trials up."""
    parts = []
    if outcome.failure:
        raised = outcome.traceback.splitlines()
        if len(raised) > 2 * _TRACEBACK:
            raised = [*raised[:_TRACEBACK], "  ...", *raised[-_TRACEBACK:]]
        lines = [outcome.failure, *(f"  {line}" for line in raised)]
        if outcome.output.strip():
            lines += ["the last that it printed:", *(f"  {line}" for line in outcome.output.splitlines()[-_PRINTED:])]
        parts.append("\n".join(lines) + "\n")
    if outcome.connections:
        parts.append(f"connections that the program opened: {', '.join(outcome.connections)}\n")
    counts = Counter(trial.verdict for trial in outcome.trials)
    found = [click.style(f"{counts[v]} {v.value}", fg=_COLOURS[v], bold=True) for v in Verdict if counts[v]]
    found += ["interrupted before the rest"] if outcome.interrupted else []
    versions = f"Python {outcome.python}, torch {outcome.torch}" if outcome.torch else "no torch was imported"
    ran = f"{outcome.seconds:.1f} s, {versions}" + (f"; {outcome.machine}" if outcome.machine else "")
    if outcome.python:
        ran += (
            "; what the program wrote is thrown away"
            if outcome.protected
            else "; what the program wrote is still there"
        )
    parts.append(f"{', '.join(found) or 'nothing to verify'}; {ran}")
    return "\n".join(parts) + "\n"


def as_document(outcome: Outcome) -> str:
    """Return the same as one JSON document: keys are added, never renamed or removed, within a version."""
    document = {
        "version": VERSION,
        "trials": [
            {
                "finding": as_json(trial.finding),
                "verdict": trial.verdict.value,
                "reason": trial.reason,
                "before": [_loader_data(loader) for loader in trial.before],
                "after": [_loader_data(loader) for loader in trial.after],
            }
            for trial in outcome.trials
        ],
        "summary": {
            "verdicts": {v.value: sum(t.verdict is v for t in outcome.trials) for v in Verdict},
            "failure": outcome.failure,
            "seconds": round(outcome.seconds, 3),
            "python": outcome.python,
            "torch": outcome.torch,
            "machine": outcome.machine,
            "connections": outcome.connections,
        },
    }
    return json.dumps(document, indent=2) + "\n"


def call_of(loader: LoaderOnTrial) -> str:
    """Return the call that builds a loader, as far as its arguments are plain."""
    options = ", ".join(f"{name}={value}" for name, value in loader.options.items() if name != "class")
    return f"{loader.options['class']}({options})"


def written(outcome: Outcome) -> str:
    """Return of every confirmed fix whether it was written, and why not."""
    assert outcome.fixed is not None
    refused = dict(outcome.fixed.refused)
    lines = []
    for trial in outcome.trials:
        if trial.verdict is Verdict.CONFIRMED:
            finding = trial.finding
            said = "written"
            if finding not in outcome.fixed.applied:
                why = refused.get(finding) or "another of these fixes changes the same place: run this once more"
                said = f"not written ({why})"
            lines.append(f"{said}: {place(finding.location)}: {finding.code}")
    return "".join(f"{line}\n" for line in lines)


def _loader_data(loader: LoaderOnTrial) -> dict[str, Any]:
    return {**asdict(loader), "measurements": [measurement.to_json() for measurement in loader.measurements]}


def as_text(trial: Trial, *, stacks: bool = False) -> str:
    """Return a trial with what was measured; `stacks` shows where every process was, should a loader hang."""
    finding = trial.finding
    verdict = click.style(trial.verdict.value, fg=_COLOURS[trial.verdict], bold=True)
    lines = [
        f"{verdict} {finding.code}: {click.style(finding.message, bold=True)}",
        f"  {click.style('-->', fg='blue', bold=True)} {place(finding.location)}",
    ]
    if not trial.before:
        lines.append(f"  {trial.reason}")
    lines += _loaders("before", trial.before, stacks=stacks)
    if trial.after and finding.fix:
        lines.append(f"  fix     {finding.fix.title}")
    lines += _loaders("after", trial.after, stacks=stacks)
    if trial.before:
        lines.append(f"  so      {trial.reason}")
    lines += [f"  and     {NOT_SO[sign]}, as the rule says" for sign in trial.denied]
    if trial.verdict is Verdict.REFUTED:
        lines.append(f"  {_ASK_FOR_REPORT}")
    return "\n".join(lines) + "\n"


def _loaders(when: str, loaders: list[LoaderOnTrial], *, stacks: bool) -> list[str]:
    """The first loader, and how many there are beside it: as a rule they tell the same."""
    if not loaders:
        return []
    more = len(loaders) - 1
    others = [f"          ({more} more loader{'s were' if more > 1 else ' was'} built here, and tried)"] if more else []
    return _loader(when, loaders[0], stacks=stacks) + others


def _loader(when: str, loader: LoaderOnTrial, *, stacks: bool) -> list[str]:
    lines = [f"  {when:7} {call_of(loader)}"]
    for measurement in loader.measurements:
        lines += _measurement(measurement)
    lines += [f"          {name}: {trouble}" for name, trouble in loader.troubles.items()]
    if (line := where(loader.stacks)) and not stacks:
        lines.append(f"          {line} (`-v` shows all stacks)")
    for name, stack in loader.stacks.items() if stacks else ():
        lines += [f"          where the {name} was:", *(f"            {line}" for line in stack.splitlines())]
    return lines


def said(measurement: Measurement) -> str:
    """Return what an experiment saw in a sentence; "" if it is there to be looked at alone."""
    words = f"not run: {measurement.not_run}" if measurement.not_run else measurement.summary
    if measurement.coincidence and any(measurement.signs.values()):
        words += f" (by coincidence: {_chance(measurement.coincidence)})"
    return words


def _measurement(measurement: Measurement) -> list[str]:
    if not (words := said(measurement)):
        return []
    lines = [f"          {measurement.experiment}: {words}"]
    for grid in measurement.grids[:2]:
        lines += _grid(grid)
    return lines


def _chance(probability: float) -> str:
    if probability >= 1e-3:
        return f"{probability:.1%}"
    return f"1 in 10^{-math.log10(probability):.0f}"


def _grid(grid: Grid) -> list[str]:
    """A row of letters for each row of the grid: the same letter, and colour, is the same sample."""
    letters: dict[str, int] = {}
    for row in grid.cells:
        for cell in row[:_COLUMNS]:
            letters.setdefault(cell, len(letters))
    width = max((len(name) for name in grid.rows), default=0)
    lines = [f"            {grid.title}:"]
    for name, row in zip(grid.rows, grid.cells, strict=True):
        cells = [_sample(letters[cell]) for cell in row[:_COLUMNS]]
        more = " ..." if len(row) > _COLUMNS else ""
        lines.append(f"            {name:{width}}  {' '.join(cells)}{more}")
    return lines


def _sample(number: int) -> str:
    round_, letter = divmod(number, len(_LETTERS))
    text = _LETTERS[letter] + (str(round_) if round_ else "")
    return click.style(text, fg=_SAMPLE_COLOURS[number % len(_SAMPLE_COLOURS)])
