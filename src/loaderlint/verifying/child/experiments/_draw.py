"""How workers are made to draw: which samples they make, how often, and with which random streams held still."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from torch.utils.data import default_collate, default_convert

from loaderlint.verifying.child.experiments._digest import NotDigestibleError, digest, digest_parts
from loaderlint.verifying.child.experiments._reading import MOST_WORKERS, Alone, Epoch, keys_of, worker, workers_for
from loaderlint.verifying.child.experiments._state import streams
from loaderlint.verifying.child.subject import Subject
from loaderlint.verifying.shared.grid import Table

SAMPLES = 3  # of a map dataset, that are fetched again and again

GLOBAL = ("torch", "random", "numpy")
AS_IT_IS = "as it is"
MOVED = "with each global stream put elsewhere before each draw"

#: Which global streams run on from draw to draw, while the others are held still.
RUNNING = {
    AS_IT_IS: frozenset(GLOBAL),
    "with the global streams of torch, random and numpy held still": frozenset(),
    **{f"with all global streams but that of {name} held still": frozenset({name}) for name in GLOBAL},
    MOVED: frozenset(),
}


class Draw:
    """A `collate_fn` that returns the worker and digests of what would have been the batch, whole ("") and in parts.

    `modes` says for each draw of an epoch what becomes of the global streams. When they are moved, what is digested is
    where the draw left them: a stream that is always left at one place was seeded there.
    """

    def __init__(self, collate: Callable[[Any], Any], modes: Sequence[str], *, batches: bool) -> None:
        self.batches = batches
        self.collate = None if collate in (default_collate, default_convert) else collate
        self.modes = modes
        self.drawn = 0
        self.held: dict[str, Any] = {}

    def __call__(self, samples: Any) -> tuple[int, dict[str, str]]:
        digests = self._digests(samples)
        if self.modes[self.drawn % len(self.modes)] == MOVED:
            digests = {name: digest(stream.get_state()) for name, stream in streams().items()}
        self.drawn += 1
        self._prepare(self.modes[self.drawn % len(self.modes)])
        return worker(), digests

    def _digests(self, samples: Any) -> dict[str, str]:
        """Digest what is drawn by the dataset and by the loader's own `collate_fn`."""
        parts = [digest_parts(sample) for sample in (samples if self.batches else [samples])]
        digests = {name: digest([part.get(name) for part in parts]) for name in parts[0]}
        if self.collate is not None:
            digests |= digest_parts(self.collate(samples), "batch")
        if not digests:
            raise NotDigestibleError("the samples have no content that can be compared")
        return digests | {"": digest(digests)}

    def _prepare(self, mode: str) -> None:
        """Bring the streams that run on to where they stopped, and the others to the place where they are held."""
        for name, stream in streams().items():
            if name in RUNNING[mode]:
                if name in self.held:
                    stream.set_state(self.held.pop(name))
            else:
                self.held.setdefault(name, stream.get_state())
                stream.seed(self.drawn * MOST_WORKERS + worker() if mode == MOVED else 0)


@dataclass(frozen=True)
class Plan:
    """What each worker does: for each draw of an epoch the sample and the mode; and how a loader is made to do so."""

    workers: int
    samples: list[str]
    modes: list[str]
    options: dict[str, Any]

    @property
    def batches(self) -> int:
        """How many batches an epoch has, of all workers."""
        return self.workers * len(self.modes)

    def tables(self, epochs: list[Epoch]) -> dict[tuple[str, str], Table]:
        """What was drawn, by mode and part of the samples; the whole of them as they are comes first."""
        rows = [[[made for who, made in e.batches if who == w] for w in range(self.workers)] for e in epochs]
        drawn = min(len(row) for epoch in rows for row in epoch)
        parts = sorted({part for epoch in rows for row in epoch for made in row for part in made})
        tables = {}
        for mode, part in itertools.product(dict.fromkeys(self.modes[:drawn]), parts):
            cells = [[[made.get(part, "") for made in row[:drawn]] for row in epoch] for epoch in rows]
            tables[mode, part] = Table(cells, self.samples[:drawn]).only([name == mode for name in self.modes[:drawn]])
        return tables


def plan(subject: Subject, draws: int) -> Plan:
    """Have every worker draw so often in each mode, from the same samples."""
    return _from_stream(subject, draws) if subject.is_iterable else _from_map(subject, draws)


def _draw(subject: Subject, modes: Sequence[str]) -> Draw:
    return Draw(subject.loader.collate_fn, modes, batches=subject.loader.batch_sampler is not None)


def _from_map(subject: Subject, draws: int) -> Plan:
    """Fetch one sample after the other, each several times: the same batch of it goes to each worker."""
    loader, workers = subject.loader, workers_for(subject)
    keys = keys_of(subject, SAMPLES)
    modes = [mode for mode in RUNNING for _ in range(draws)]
    fetched = [keys[draw * len(keys) // draws] for draw in range(draws)] * len(RUNNING) if keys else []
    each = [key for key in fetched for _ in range(workers)]
    collate = _draw(subject, modes)
    options: dict[str, Any] = {"batch_size": None, "sampler": each}
    if loader.batch_sampler is not None:
        # A `collate_fn` may mix samples, so it is given two.
        options = {
            "batch_sampler": [[key] * (1 if collate.collate is None or loader.batch_size == 1 else 2) for key in each]
        }
    options |= {"num_workers": workers, "collate_fn": collate}
    return Plan(workers, [repr(key) for key in fetched], modes, options)


def _from_stream(subject: Subject, draws: int) -> Plan:
    loader, workers = subject.loader, workers_for(subject)
    modes = [AS_IT_IS] * draws
    options = {
        "batch_size": loader.batch_size and min(loader.batch_size, 2),
        "num_workers": workers,
        "worker_init_fn": Alone(loader.worker_init_fn),
        "collate_fn": _draw(subject, modes),
    }
    return Plan(workers, [str(number) for number in range(draws)], modes, options)
