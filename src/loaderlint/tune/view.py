"""Recommendations as text for a terminal, and as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from statistics import median
from typing import Any

import click

from loaderlint.report.concise import place
from loaderlint.report.json import as_json
from loaderlint.tune.bounds import Verdict
from loaderlint.tune.spending import cold, disturbed, enough_workers, parts
from loaderlint.tune.survey import Plot, plots
from loaderlint.tune.tuning import Tuned, Tuning
from loaderlint.verifying.host.view import call_of

VERSION = 1

#: The names of the columns of `overview`.
OVERVIEW = ("loader", "verdict", "setting", "bound by", "gain at most")

#: What can be gained by less than this is said to be nothing.
_WORTH = 1.05

#: The names of the columns of `rows`.
HEADS = ("workers", "prefetch", "persistent", "pinned", "samples/s", "in an epoch", "first batch", "memory")


def as_text(tuning: Tuning) -> str:
    """Return every loader with its table and its recommendation."""
    said = ["\n".join(_aligned([OVERVIEW, *overview(tuning)])) + "\n"] if len(tuning.tuned) > 1 else []
    said += [_loader(tuned) for tuned in tuning.tuned]
    if tuning.failure:
        said.append(f"nothing to tune: {tuning.failure}\n{tuning.output}")
    if tuning.connections:
        said.append(f"connections that the program opened: {', '.join(tuning.connections)}\n")
    versions = f"Python {tuning.python}, torch {tuning.torch}" if tuning.torch else "no torch was imported"
    said.append(f"{tuning.seconds:.1f} s, {versions}")
    return "\n".join(said) + "\n"


def as_document(tuning: Tuning) -> str:
    """Return the same as one JSON document: keys are added, never renamed or removed, within a version."""
    document = {
        "version": VERSION,
        "loaders": [
            {
                "place": as_json(tuned.finding) if tuned.finding else None,
                "options": tuned.loader.options,
                "verdict": verdict(tuned),
                "recommendation": tuned.changes if tuned.is_better else {},
                "reason": reason(tuned),
                "notes": notes(tuned),
                "places": tuned.places,
                "most_gain": tuned.most_gain,
                "bound": _bound(tuned.bound),
                "parts": [asdict(part) for part in parts(tuned.figures)] if tuned.figures else [],
                "enough_workers": enough_workers(tuned.figures) if tuned.figures else None,
                "figures": tuned.figures,
            }
            for tuned in tuning.tuned
        ],
        "summary": {
            "failure": tuning.failure,
            "seconds": round(tuning.seconds, 3),
            "python": tuning.python,
            "torch": tuning.torch,
            "connections": tuning.connections,
        },
    }
    return json.dumps(document, indent=2) + "\n"


def overview(tuning: Tuning) -> list[tuple[str, ...]]:
    """Return a line for each loader, as cells under `OVERVIEW`: first where the most is to be gained."""
    found = sorted(tuning.tuned, key=lambda tuned: -(tuned.most_gain or 0.0))
    return [_in_short(tuned) for tuned in found]


def _in_short(tuned: Tuned) -> tuple[str, ...]:
    return (
        place(tuned.finding.location) if tuned.finding else call_of(tuned.loader),
        verdict(tuned),
        recommendation(tuned) if tuned.is_better else "-",
        tuned.bound.bound.word if tuned.bound else "-",
        f"{tuned.most_gain:.2g}x" if tuned.most_gain else "-",
    )


def _aligned(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def verdict(tuned: Tuned) -> str:
    """Return what is recommended in a word."""
    return "not measured" if tuned.trouble else "change" if tuned.is_better else "keep"


def recommendation(tuned: Tuned) -> str:
    """Return the options that are recommended, as they are written."""
    return ", ".join(f"{name}={value}" for name, value in tuned.changes.items() if value is not None)


def reason(tuned: Tuned) -> str:
    """Return what the verdict rests on, in a sentence."""
    figures = tuned.figures
    if tuned.trouble:
        return tuned.trouble
    if tuned.is_better:
        now, then = (spread(tried["epoch"]) for tried in (tuned.present, tuned.best))
        speeds = f"{then} samples a second over an epoch instead of {now}, {figures['gain']:.3g} times as many"
        if not figures["faster"]:
            return f"as fast with fewer workers: {then} samples a second over an epoch, now {now}{_saved(tuned)}"
        return f"{speeds}; {_luck(figures['chance'])}"
    if figures["gain"] is not None:
        other = options_text(figures["tried"][figures["best"]]["options"])
        said = "slower" if figures["gain"] < 1 / _WORTH else "within the noise"
        return f"the best of the others, {other}, is {said}: {figures['gain']:.2f} times the speed"
    if not figures["in_time"]:
        return "the time was up before another setting could be compared with this one: give a larger --budget"
    return "no other setting is faster, beyond noise"


def notes(tuned: Tuned) -> list[str]:
    """Return what else there is to know."""
    figures = tuned.figures
    if not figures:
        return []
    found = [f"where it ends: {figures['ended']}"] if figures["ended"] else []
    found.append(f"usable cores: {figures['cores']}")
    if not figures["pins"]:
        why = "the copy to the GPU is part of the step" if figures["gpu"] else "there is no GPU to copy to"
        found.append(f"pin_memory was not tried: {why}")
    if (share := disturbed(figures)) is not None:
        cores = f"{share * figures['cores']:.1f} of {figures['cores']} cores"
        found.append(f"the machine was busy: other programs had {cores}, so measure again when it is quiet")
    if (times := cold(figures)) is not None:
        warm, slow = (f"{1000 * seconds:.3g} ms" for seconds in times)
        found.append(f"in the first epoch, and where memory cannot hold its files, a sample takes {slow}, later {warm}")
    if (enough := enough_workers(figures)) is not None:
        found.append(f"{enough[0]} workers reach {enough[1]:.0%} of the best speed: more gain little")
    if not figures["in_time"] and figures["gain"] is not None:
        found.append("the time was up before all was tried: a larger --budget may find a faster setting")
    found += [
        f"{options_text(tried['options'])} fails: {tried['error']}" for tried in figures["tried"] if tried["error"]
    ]
    return found


def step(tuned: Tuned) -> str:
    """Return how long the program takes over a batch, and what faster loading can gain."""
    seconds, most = tuned.figures["step"], tuned.most_gain
    if seconds is None:
        return "not known, so that batches were taken as fast as they come: give --step-time"
    if most is None:
        return "none: batches were taken as fast as they come"
    gains = f"can gain at most {most:.2g}x" if most >= _WORTH else "gains nothing"
    return f"{1000 * seconds:.3g} ms for a batch that is in memory: faster loading {gains}"


def bound(verdict: Verdict | None) -> str:
    """Return what holds a loader back, with its numbers."""
    return f"by {verdict.bound.word}: {verdict.numbers}" if verdict else "not measured"


def _bound(verdict: Verdict | None) -> dict[str, str] | None:
    if verdict is None:
        return None
    return {"by": verdict.bound.word, "numbers": verdict.numbers, "helps": verdict.bound.helps}


def _saved(tuned: Tuned) -> str:
    now, then = tuned.present["memory"], tuned.best["memory"]
    return f", and {median(now) - median(then):,.0f} MB less memory" if now and then else ""


def options_text(options: dict[str, Any]) -> str:
    """Return options as they are written, those that torch would take for granted left out."""
    usual = {"prefetch_factor": 2, "persistent_workers": False, "pin_memory": False}
    return ", ".join(f"{name}={value}" for name, value in options.items() if usual.get(name) != value)


def rows(tuned: Tuned) -> list[tuple[str, ...]]:
    """Return the settings that were tried, by the number of workers, as cells under `HEADS`; the memory is in MB."""
    return [_row(tried) for tried in in_order(tuned)]


def in_order(tuned: Tuned) -> list[dict[str, Any]]:
    """Return what was tried, by the number of workers."""
    found: list[dict[str, Any]] = sorted(tuned.figures["tried"], key=lambda t: t["options"]["num_workers"])
    return found


def _row(tried: dict[str, Any]) -> tuple[str, ...]:
    options = tried["options"]
    switches = [{True: "yes", False: "no"}.get(options.get(name), "-") for name in ("persistent_workers", "pin_memory")]
    first = f"{1000 * median(tried['first']):.0f} ms" if tried["first"] else "-"
    memory = f"{median(tried['memory']):.0f} MB" if tried["memory"] else "-"
    return (
        str(options["num_workers"]),
        str(options.get("prefetch_factor", "-")),
        *switches,
        spread(tried["steady"]),
        spread(tried["epoch"]),
        first,
        memory,
    )


def spread(values: list[float]) -> str:
    """Return the median of measurements with the least and the greatest of them."""
    if not values:
        return "-"
    low, high = min(values), max(values)
    return f"{median(values):.0f} ({low:.0f}-{high:.0f})" if low != high else f"{low:.0f}"


def _loader(tuned: Tuned) -> str:
    colour = {"change": "green", "keep": "cyan", "not measured": "yellow"}[verdict(tuned)]
    what = f": {recommendation(tuned)}" if tuned.is_better else ""
    lines = [click.style(verdict(tuned), fg=colour, bold=True) + click.style(what, bold=True)]
    if tuned.finding:
        lines.append(f"  {click.style('-->', fg='blue', bold=True)} {place(tuned.finding.location)}")
    lines += [f"  loader  {call_of(tuned.loader)}", f"  {'why' if tuned.trouble else 'so':7} {reason(tuned)}"]
    if not tuned.trouble:
        lines += [f"  step    {step(tuned)}", f"  bound   {bound(tuned.bound)}"]
        lines += [f"  helps   {tuned.bound.bound.helps}"] if tuned.bound else []
        lines += ["", *_table(tuned), "", *(line for plot in plots(tuned) for line in [*_drawn(plot), ""])]
    lines += [f"  and     {note}" for note in notes(tuned)]
    if tuned.is_better:
        lines.append(f"  fix     {_fix(tuned)}")
        lines += [f"  where   {written}" for written in tuned.places]
    return "\n".join(lines) + "\n"


def _fix(tuned: Tuned) -> str:
    if tuned.finding is None:
        return "the loader is not built in the program's own files: write it where it is"
    return f"`--fix` writes it: {tuned.finding.fix.title}" if tuned.finding.fix else f"none: {tuned.finding.refusal}"


def _table(tuned: Tuned) -> list[str]:
    cells = [HEADS, *rows(tuned)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(HEADS))]
    marks = ["", *(mark(tuned, tried) for tried in in_order(tuned))]
    lines = []
    for number, (row, marked) in enumerate(zip(cells, marks, strict=True)):
        line = "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        styled = click.style(line, dim=not number, bold=bool(marked))
        lines.append(f"  {styled}  <- {marked}" if marked else f"  {styled}")
    return lines


def _drawn(plot: Plot) -> list[str]:
    head, *rows = _aligned(
        [(*plot.heads, ""), *((*row, drawn) for row, drawn in zip(plot.rows, plot.bars, strict=True))]
    )
    return [
        f"  {click.style(plot.title, bold=True)}",
        f"  {click.style(head, dim=True)}",
        *(f"  {row}" for row in rows),
    ]


def mark(tuned: Tuned, tried: dict[str, Any]) -> str:
    """Return what is special about a setting that was tried."""
    if tried is tuned.best:
        return "best" if tuned.is_better else "as it is"
    return "as it is" if tried is tuned.present else ""


def _luck(chance: float) -> str:
    return f"equal settings would look so in 1 of {1 / chance:.0f} cases"
