"""Makes one of what came from several ranks: they run the same program, and build the same loaders in turn."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from loaderlint.claim import Sign
from loaderlint.verifying.shared.grid import UNLIKELY, Table
from loaderlint.verifying.shared.measurement import Grid, Measurement
from loaderlint.verifying.shared.protocol import RANKS, Event

#: Draws of a grid that people see.
_SHOWN = 8


def as_one(events: Sequence[Event]) -> list[Event]:
    """Return the events as if of one process. The program ends as it does on the rank where it ends first."""
    ranks = sorted({event["rank"] for event in events if "rank" in event})
    if not ranks:
        return list(events)
    told = {rank: list(_renumbered([e for e in events if e.get("rank") == rank])) for rank in ranks}
    first = told[ranks[0]]
    result = [event for event in first if event["event"] in ("started", "imported")]
    built = {e["loader"]: e for rank in reversed(ranks) for e in told[rank] if e["event"] == "built"}
    result += built.values()
    tried: dict[tuple[Any, str], list[Event]] = {}
    for rank in ranks:
        for event in told[rank]:
            if "experiment" in event:
                tried.setdefault((event["loader"], event["experiment"]), []).append(event)
    unfinished = []
    for of_one in tried.values():
        begun, ends = ([e for e in of_one if (e["event"] == "begin") is is_begin] for is_begin in (True, False))
        if len(ends) < len(begun):
            unfinished.append(begun[0])
        else:
            without = [rank for rank in ranks if all(event["rank"] != rank for event in of_one)]
            result += [begun[0], _end(ends, "; ".join(_why_not(rank, told[rank]) for rank in without))]
    result += unfinished
    return result + [event for event in events if event["event"] == "ended"][:1]


def _renumbered(events: Iterable[Event]) -> Iterable[Event]:
    """Name loaders by their sites and how many were built there before: a rank may build more than others do."""
    names: dict[int, tuple[str, int]] = {}
    counts: Counter[str] = Counter()
    for event in events:
        if event["event"] == "built":
            sites = repr(sorted(event["sites"]))
            names[event["loader"]] = sites, counts[sites]
            counts[sites] += 1
        yield event | {"loader": names[event["loader"]]} if "loader" in event else event


def _why_not(rank: int, events: list[Event]) -> str:
    """Why an experiment was not run on a rank."""
    last = next((event["detail"] for event in events if event["event"] == "ended"), "").strip()
    return f"rank {rank} did not come to it" + (f": {last.splitlines()[-1]}" if last else "")


def _end(events: list[Event], why_not_more: str) -> Event:
    """How an experiment ended on all ranks: as it did on the first where something went wrong, if on any."""
    trouble = next((event for event in events if event["event"] != "measured"), None)
    if trouble is not None:
        of = f"rank {trouble['rank']}"
        stacks = {f"{name} of {of}": stack for name, stack in trouble.get("stacks", {}).items()}
        return trouble | {"error": f"{of}: {trouble.get('error', '')}", "stacks": stacks}
    measurements = [Measurement.from_json(event["measurement"]) for event in events]
    measured = together(measurements)
    if measured.not_run and why_not_more:
        measured = replace(measured, not_run=why_not_more)
    return events[0] | {"measurement": measured.to_json()}


def together(measurements: Sequence[Measurement]) -> Measurement:
    """Return what ranks saw, by rank, as one measurement: a sign shows where one of them saw it."""
    done = [measurement for measurement in measurements if not measurement.not_run]
    if not done:
        return measurements[0]
    if done[0].experiment == RANKS:
        return compare(done)
    summaries = list(dict.fromkeys(measurement.summary for measurement in done))
    signs: dict[Sign, bool] = {}
    for sign, shown in itertools.chain.from_iterable(m.signs.items() for m in done):
        signs[sign] = signs.get(sign, False) or shown
    chances = [m.coincidence for m in done if m.coincidence is not None]
    return Measurement(
        done[0].experiment,
        f"on each of {len(measurements)} ranks, {summaries[0]}" if len(summaries) == 1 else "; ".join(summaries),
        signs,
        max(chances, default=None),
        done[0].figures,
        done[0].grids,
    )


def compare(measurements: Sequence[Measurement]) -> Measurement:
    """Compare what the ranks of `measurements` read and drew."""
    figures: dict[str, Any] = {"ranks": len(measurements)}
    if len(measurements) < (ranks := measurements[0].figures["ranks"]):
        return Measurement(RANKS, not_run=f"{len(measurements)} of {ranks} ranks came to this", figures=figures)
    read = [measurement.figures["read"] for measurement in measurements]
    signs: dict[Sign, bool] = {}
    said = []
    if all(read):
        said.append(_coverage(read, measurements[0].figures, figures, signs))
    alike, chance, grids = _draws([measurement.figures["draws"] for measurement in measurements])
    if alike is not None:
        signs[Sign.RANKS_ALIKE] = alike
        said.append(f"ranks draw {'the same' if alike else 'different'} numbers")
    if not said:
        return Measurement(RANKS, not_run="ranks read and draw nothing that could be compared", figures=figures)
    return Measurement(RANKS, "; ".join(said), signs, chance if alike else None, figures, grids)


def of_processes(measurements: Mapping[int, Measurement]) -> dict[int, Measurement]:
    """Compare what ranks that the program started itself measured of loaders of one place, by the number of the loader.

    Return what comes of it, by the number of the loader of the first of the ranks.
    """
    by_rank: dict[int, list[int]] = {}
    for number, measurement in sorted(measurements.items()):
        by_rank.setdefault(measurement.figures["rank"], []).append(number)
    together = itertools.zip_longest(*(numbers for _, numbers in sorted(by_rank.items())))
    same = ([number for number in numbers if number is not None] for numbers in together)
    return {numbers[0]: compare([measurements[number] for number in numbers]) for numbers in same}


def _coverage(read: list[list[str]], one: dict[str, Any], figures: dict[str, Any], signs: dict[Sign, bool]) -> str:
    """Compare which samples the ranks read in an epoch. A sampler pads and cuts, so that all ranks read as many."""
    given = list(map(set, read))
    figures |= {"read": sum(map(len, read)), "distinct": len(set.union(*given))}
    fewest = min(map(len, given))
    in_common = max(len(a & b) for a, b in itertools.combinations(given, 2))
    if fewest > len(read) and (in_common < len(read) or in_common > fewest / 2):
        signs[Sign.SAMPLES_DOUBLED] = in_common > fewest / 2
    said = f"of {figures['read']} samples that {len(read)} ranks read, {figures['distinct']} are different"
    if one["complete"] and one["samples"] is not None:
        figures["samples"] = one["samples"]
        # Full batches on every rank leave out a few, and a part of a part at least half.
        is_padded = figures["read"] > figures["distinct"] and not signs.get(Sign.SAMPLES_DOUBLED)
        signs[Sign.SAMPLES_PADDED] = is_padded
        signs[Sign.SAMPLES_LOST] = 4 * figures["distinct"] < 3 * one["samples"]
        said += f"; the dataset has {one['samples']}"
    return said


def _draws(drawn: list[dict[str, Any]]) -> tuple[bool | None, float | None, tuple[Grid, ...]]:
    """Whether two ranks draw the same, for the same samples by the same worker; None where that is not known."""
    names = [name for name in drawn[0] if all(name in of_rank for of_rank in drawn)]
    answer: tuple[bool | None, float | None, tuple[Grid, ...]] = None, None, ()
    for name in names:
        keys = drawn[0][name]["keys"]
        rows = [of_rank[name]["rows"] for of_rank in drawn]
        if any(of_rank[name]["keys"] != keys for of_rank in drawn):
            continue
        for pair in itertools.combinations(range(len(rows)), 2):
            table = Table([rows[rank] for rank in pair], keys).varying()
            if not table.keys:
                continue
            alike = table.epochs_alike()  # of the two ranks, that is
            chance = table.chance_of_alike_epochs()
            if alike and chance <= UNLIKELY:
                return True, chance, (_grid(name, keys, rows),)
            if answer[0] is None and not alike:
                answer = False, None, (_grid(name, keys, rows),)
    return answer


def _grid(name: str, keys: list[str], rows: list[list[list[str]]]) -> Grid:
    columns = [number for number, key in enumerate(keys) if key == keys[0]][:_SHOWN]
    cells = [(rank, worker, row) for rank, of_rank in enumerate(rows) for worker, row in enumerate(of_rank)]
    return Grid(
        f"sample {keys[0]}{name}",
        tuple(f"rank {rank}, worker {worker}" for rank, worker, _ in cells),
        tuple(f"draw {number}" for number in range(1, len(columns) + 1)),
        tuple(tuple(row[column] for column in columns) for *_, row in cells),
    )
