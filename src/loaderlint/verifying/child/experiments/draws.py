"""Who draws the same random numbers: workers make the same samples again and again, over two epochs.

Of a map dataset, every worker fetches the same few samples in turn. Of a stream, every worker reads all, as it is told
that it is the only one. So workers that draw alike show as equal rows, draws that repeat as equal epochs. Samples that
never change show neither.

Where only a part of the randomness repeats, the rest hides it: no two samples are equal. So parts of samples are
compared as well, and further draws of a map dataset hold the global streams of torch, `random` and NumPy still: all of
them, then all but one. Others put these streams elsewhere first: one that is then found at the same place after each
draw is seeded by item code, and an item always draws the same from it.

Last, the first draws are made twice more: with the global streams of the main process where they were, and after
another draw from each.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments._draw import AS_IT_IS, GLOBAL, MOVED, Plan, plan
from loaderlint.verifying.child.experiments._reading import Alone, Deadline, Epoch, SameSeed, as_if, or_why_not, read
from loaderlint.verifying.child.experiments._state import disturb, undisturbed
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.grid import UNLIKELY, Table, agreement
from loaderlint.verifying.shared.measurement import Grid, Measurement

NAME = "draws"
DRAWS = 24  # in each mode: a flip with p = 0.5 needs so many (FACTS.md 6)
FEWEST_DRAWS = 4  # however short the time: that so many agree by accident is unlikely enough
MORE_DRAWS = 240  # where draws look alike, and may do so by chance
SHOWN = 8  # draws of a grid that people see
WHOLE = (AS_IT_IS, "")

Tables = dict[tuple[str, str], Table]


class Answer(NamedTuple):
    """Whether draws are alike, None if it may be chance; where that shows; and how likely chance makes it."""

    alike: bool | None = None
    where: tuple[str, str] = WHOLE
    chance: float = 0.0


@or_why_not
def run(subject: Subject) -> Measurement:
    """Compare what workers draw; see the module for how."""
    deadline = Deadline(subject.budget)
    first = _compare(subject, deadline, DRAWS)
    is_doubtful = first.coincidence is not None and first.coincidence > UNLIKELY
    return _compare(subject, deadline, MORE_DRAWS) if is_doubtful and deadline.left > subject.budget / 2 else first


def _compare(subject: Subject, deadline: Deadline, draws: int) -> Measurement:
    planned = plan(subject, draws)
    if not planned.samples:
        return Measurement(NAME, not_run="the loader's sampler gives no index")
    as_it_is = _as_it_is(planned)
    epochs = read(
        subject,
        2,
        Deadline(deadline.left * 0.6),
        most=planned.batches,
        least=_least(planned),
        further=as_it_is,  # only then come draws that show what these hide
        **planned.options,
    )
    if subject.loader.persistent_workers and len(epochs[0].batches) < planned.batches and not epochs[0].ended:
        # The workers made draws ahead that nobody took, and go on after these: which draw is which is not known.
        if draws > FEWEST_DRAWS:
            return _compare(subject, deadline, FEWEST_DRAWS)
        return Measurement(
            NAME, not_run="in the time there was, the workers did not come to the end of an epoch", more_time=True
        )
    tables = planned.tables(epochs)
    if not tables:
        return Measurement(NAME, not_run="in the time there was, not every worker came to a sample", more_time=True)
    where_left = {part: tables.pop((mode, part)) for mode, part in list(tables) if mode == MOVED}
    varying = _varying_in_stream(subject, deadline, planned, tables) if subject.is_iterable else _varying(tables)
    seeded = [name for name in GLOBAL if name in where_left and not where_left[name].varying().keys]
    figures: dict[str, Any] = {"workers": planned.workers, "configured_workers": subject.loader.num_workers}
    figures |= {"draws": draws, "seeded_by_items": seeded}
    reseeded = [name for name in GLOBAL if name in where_left and where_left[name].rows_constant()]
    signs: dict[Sign, bool] = {}
    if not subject.is_iterable:
        signs[Sign.RESEEDED] = bool(reseeded)
        signs[Sign.ITEM_CONSTANT] = WHOLE not in varying or bool(seeded)
    if not varying:
        summary = "the samples are the same whenever they are made: they are not random, or seeded anew each time"
        summary += as_if(subject, planned.workers)
        few = len(epochs[0].batches) < as_it_is
        return Measurement(NAME, summary, signs, None, figures, _grids(tables, []), more_time=few)
    workers = _answer(varying, Table.workers_alike, Table.chance_of_alike_workers)
    repeats = _answer(varying, Table.epochs_alike, Table.chance_of_alike_epochs)
    if workers.alike is False and subject.is_iterable and not _same_samples(subject, deadline, planned):
        workers = Answer()
    asked = Sign.FOLLOWS_GLOBAL_RNG in subject.wanted
    follows = _follow_global_streams(subject, deadline, planned, epochs[0]) if asked else {}
    signs |= _decided({Sign.WORKERS_ALIKE: workers.alike, Sign.EPOCHS_ALIKE: repeats.alike})
    signs |= _decided({Sign.FOLLOWS_GLOBAL_RNG: any(follows.values()) or follows.get("")})
    figures["parts"] = {
        part: _part(table, follows.get(part)) for (mode, part), table in varying.items() if mode == AS_IT_IS
    }
    summary = _summary(workers, repeats, seeded)
    if reseeded and not seeded:
        summary += f"; all items of a worker start the global stream of {' and '.join(reseeded)} alike"
    summary += as_if(subject, planned.workers)
    chance = max(workers.chance, repeats.chance)
    is_open = None in (workers.alike, repeats.alike) or (asked and Sign.FOLLOWS_GLOBAL_RNG not in signs)
    grids = _grids(tables, [workers.where, repeats.where])
    more_time = is_open and len(epochs[0].batches) < planned.batches
    return Measurement(NAME, summary, signs, chance, figures, grids, more_time=more_time)


def _part(table: Table, follows: bool | None) -> dict[str, bool]:
    """What is seen of a part of the samples, by the names of the signs."""
    workers = _answer({WHOLE: table}, Table.workers_alike, Table.chance_of_alike_workers)
    repeats = _answer({WHOLE: table}, Table.epochs_alike, Table.chance_of_alike_epochs)
    signs = {Sign.WORKERS_ALIKE: workers.alike, Sign.EPOCHS_ALIKE: repeats.alike, Sign.FOLLOWS_GLOBAL_RNG: follows}
    return {sign.name: shown for sign, shown in _decided(signs).items()}


def _decided(signs: dict[Sign, bool | None]) -> dict[Sign, bool]:
    return {sign: shown for sign, shown in signs.items() if shown is not None}


def _varying(tables: Tables) -> Tables:
    """The draws of samples that vary."""
    varying = {where: table.varying() for where, table in tables.items()}
    return {where: table for where, table in varying.items() if table.keys}


def _varying_in_stream(subject: Subject, deadline: Deadline, planned: Plan, tables: Tables) -> Tables:
    """The parts of a stream that one worker draws otherwise in its second epoch."""
    options = planned.options | {"num_workers": 1, "persistent_workers": True, "worker_init_fn": None}
    epochs = read(subject, 2, Deadline(deadline.left / 2), most=len(planned.modes), **options)
    varying = {}
    for where, table in tables.items():
        first, second = ([made.get(where[1]) for _, made in epoch.batches] for epoch in epochs)
        pairs = list(zip(first, second, strict=False))
        if any(one != other for one, other in pairs):
            varying[where] = Table(table.cells, table.keys, agreement(pairs))
    return varying


def _same_samples(subject: Subject, deadline: Deadline, planned: Plan) -> bool:
    """Whether all workers read the same stream: they do if no `worker_init_fn` shares it out.

    If there is one, workers are given one seed: those that then draw alike read alike, and draw from seeded streams.
    """
    init = subject.loader.worker_init_fn
    if init is None:
        return True
    options = planned.options | {"worker_init_fn": Alone(SameSeed(init))}
    epoch = read(subject, 1, deadline, most=planned.batches, **options)[0]
    rows = [[made for who, made in epoch.batches if who == number] for number in range(planned.workers)]
    drawn = min(map(len, rows))
    return drawn > 0 and all(row[:drawn] == rows[0][:drawn] for row in rows)


def _answer(tables: Tables, alike: Callable[[Table], bool], chance: Callable[[Table], float]) -> Answer:
    answer = Answer(alike=False)
    for where, table in tables.items():
        if alike(table):
            answer = Answer(None, where, chance(table))
            if answer.chance <= UNLIKELY:
                return answer._replace(alike=True)
    return answer


def _follow_global_streams(subject: Subject, deadline: Deadline, planned: Plan, before: Epoch) -> dict[str, bool]:
    """Which parts change with the global streams of the main process; without those that change in any case.

    Nothing if there is no time left.
    """
    if deadline.left < 2 * before.first_batch:
        return {}
    again = _draw_once_more(subject, deadline.left / 2, planned)
    with undisturbed(subject.loader):
        disturb()
        perturbed = _draw_once_more(subject, deadline.left, planned)
    tables, other = planned.tables([before, again]), planned.tables([before, perturbed])
    parts = [part for (mode, part), table in tables.items() if mode == AS_IT_IS and table.epochs_alike()]
    return {part: not other[AS_IT_IS, part].epochs_alike() for part in parts if (AS_IT_IS, part) in other}


def _draw_once_more(subject: Subject, seconds: float, planned: Plan) -> Epoch:
    most = _as_it_is(planned)
    return read(subject, 1, Deadline(seconds), most=most, least=_least(planned), further=most, **planned.options)[0]


def _as_it_is(planned: Plan) -> int:
    """How many batches of an epoch are made with all streams running."""
    return planned.workers * planned.modes.count(AS_IT_IS)


def _least(planned: Plan) -> int:
    """How many batches show something, however long they take."""
    return planned.workers * FEWEST_DRAWS


def _grids(tables: Tables, where: list[tuple[str, str]]) -> tuple[Grid, ...]:
    """The first sample as it is, and what else shows something."""
    return tuple(_grid(place, tables[place]) for place in dict.fromkeys([WHOLE, *where]))


def _grid(where: tuple[str, str], table: Table) -> Grid:
    mode, part = where
    first = (
        table.only([key == table.keys[0] for key in table.keys]) if len(set(table.keys)) < len(table.keys) else table
    )
    cells = [(e, w, row[:SHOWN]) for e, epoch in enumerate(first.cells, 1) for w, row in enumerate(epoch)]
    return Grid(
        title=f"sample {table.keys[0]}{part}, {mode}",
        rows=tuple(f"epoch {epoch}, worker {worker}" for epoch, worker, _ in cells),
        columns=tuple(f"draw {number}" for number in range(1, len(cells[0][2]) + 1)),
        cells=tuple(tuple(row) for _, _, row in cells),
    )


def _summary(workers: Answer, repeats: Answer, seeded: list[str]) -> str:
    said = [f"workers {_said(workers)}", f"epochs {_said(repeats)}"]
    return "; ".join(said + [f"item code seeds the global stream of {name}" for name in seeded])


def _said(answer: Answer) -> str:
    if answer.alike is None:
        return (
            "look alike, which may be chance" if answer.chance else "read different samples, which cannot be compared"
        )
    mode, part = answer.where
    said = "draw the same numbers" if answer.alike else "draw different numbers"
    return said + (f" in {part} of the samples" if part else "") + ("" if mode == AS_IT_IS else f", {mode}")
