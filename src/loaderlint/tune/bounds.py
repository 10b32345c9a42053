"""What holds a loader back, in a word, from what was measured, and what usually helps then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from statistics import median
from typing import Any

#: The share of a time that decides, and the share of work from which a worker is busy.
_MOST_OF, _BUSY = 0.5, 0.7

#: The share of a time in line for a core that is worth a word.
_IN_LINE = 0.1

#: The bytes from a disk for each second of waiting that explain it.
_BYTES = 1e5

#: Several workers that are together no faster than one by this factor wait in line: half-way between one and two.
_SCALES = 1.4

#: The bytes of a batch for each second of putting it together that explain it.
_COPIED = 1e8


class Bound(Enum):
    """What the training waits for, and what usually helps."""

    CONSUMER = ("consumer", "nothing needs to be faster about loading: the training step itself decides")
    CPU = (
        "CPU",
        "more workers as long as cores are free, else cheaper samples: decode smaller images, do once what is done for "
        "every epoch, move augmentation to the GPU",
    )
    DISK = ("disk", "a faster or local disk, fewer and larger files, and enough memory for the page cache")
    TRANSPORT = (
        "transport",
        "fewer bytes in a batch (uint8 instead of float32, converted on the GPU), tensors instead of Python objects, "
        "fewer workers",
    )
    LOCK = (
        "lock",
        "not more workers: let each open its own file or connection, and look for a lock, a server or a device that "
        "serves one at a time",
    )
    WAITING = (
        "waiting",
        "more workers, a larger prefetch_factor, or asking for several samples at once: the time goes into waiting for "
        "something else, such as a network",
    )

    def __init__(self, word: str, helps: str) -> None:
        self.word = word
        self.helps = helps


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds a setting back, and the figures that show it in words."""

    bound: Bound
    numbers: str


def verdict_of(figures: dict[str, Any], number: int, *, own_collate: bool) -> Verdict | None:
    """Return what holds one of the settings back that were tried; None if that was not measured.

    A `collate_fn` of the program's own makes samples; torch's does no more than copy them to where they are sent from.
    """
    tried = figures["tried"][number]
    if tried["keeps_up"]:
        return Verdict(Bound.CONSUMER, f"the step waits for {median(tried['waited']):.0%} of the time")
    lines = [line for line in figures["timelines"] if line["options"] == tried["options"]]
    parts = lines[0].get("parts") if lines else None
    if not parts:
        return None
    late, sent = parts["late"], parts["sent"] or 0.0
    if late + sent == 0:
        return Verdict(Bound.CONSUMER, "once workers are at work, every batch is there before the step asks for it")
    if sent >= _MOST_OF * (late + sent):
        waits = f"the step waits {_ms(late + sent)} for a batch, {_ms(sent)} of them for one that is made already"
        return Verdict(Bound.TRANSPORT, waits)
    return _of_worker(parts, figures["crowd"], own_collate=own_collate)


def _of_worker(parts: dict[str, Any], crowd: list[dict[str, Any]], *, own_collate: bool) -> Verdict:
    """What holds back who makes the batches, as the consumer waits for that."""
    total = parts["samples"] + parts["collate"]
    numbers = f"of {_ms(total)} for a batch, samples take {_ms(parts['samples'])} and collate {_ms(parts['collate'])}"
    # The loop itself sends nothing: there it is transport only where so much is copied.
    sends = parts["sent"] is not None or parts["bytes"] >= _COPIED * parts["collate"]
    if sends and not own_collate and parts["collate"] >= _MOST_OF * total:
        return Verdict(Bound.TRANSPORT, numbers)
    if parts["ran"] is None:
        return Verdict(Bound.CPU, numbers)
    held_up = min(total, parts["held_up"])
    numbers += f"; a core is at work for {min(1.0, parts['ran'] / max(total, 1e-9)):.0%} of it"
    numbers += f" and waited for, behind others, for {held_up / total:.0%}" if held_up > _IN_LINE * total else ""
    # Others on the machine make it take longer, whatever it does: what counts is the rest.
    busy = min(1.0, parts["ran"] / max(total - held_up, 1e-9))
    if busy >= _BUSY:
        return Verdict(Bound.CPU, numbers)
    if parts["read"] >= _BYTES * (1 - busy) * total:
        return Verdict(Bound.DISK, f"{numbers}; {parts['read'] / 1e6:.1f} MB of it come from a disk")
    if len(crowd) == 2:
        alone, together = (one["speed"] for one in crowd)
        numbers += f"; {crowd[1]['workers']} workers make {together:.3g} samples a second, one alone {alone:.3g}"
        if together < _SCALES * alone:
            return Verdict(Bound.LOCK, numbers)
    return Verdict(Bound.WAITING, numbers)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.3g} ms"
