"""What holds a loader back, in a word, from what was measured, and what usually helps then."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from statistics import median
from typing import Any

#: The share of a batch's time that decides, the share of work from which a worker is busy, the bytes from a disk for
#: each second of waiting that explain it, and what twice the workers gain at least where they do not wait in line.
_MOST_OF, _BUSY, _BYTES, _SCALES = 0.5, 0.7, 1e5, 1.2


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
    if parts["sent"] is None and tried["options"]["num_workers"]:
        return Verdict(Bound.CONSUMER, "once workers are at work, every batch is there before the step asks for it")
    sent = parts["sent"] or 0.0
    total = parts["samples"] + parts["collate"] + sent
    copies = sent + (0.0 if own_collate else parts["collate"])
    busy = parts["busy"]
    numbers = f"of {_ms(total)} for a batch, samples take {_ms(parts['samples'])}, collate {_ms(parts['collate'])}"
    numbers += f" and sending {_ms(sent)}" if tried["options"]["num_workers"] else ""
    numbers += "" if busy is None else f"; a core works for {busy:.0%} of it"
    idle = (1 - (busy or 0.0)) * total
    if copies >= _MOST_OF * total:
        return Verdict(Bound.TRANSPORT, numbers)
    if busy is None or busy >= _BUSY:
        return Verdict(Bound.CPU, numbers)
    if parts["read"] >= _BYTES * idle:
        return Verdict(Bound.DISK, f"{numbers}; {parts['read'] / 1e6:.1f} MB of it come from a disk")
    scales = _scales(figures["tried"])
    if scales is not None and scales < _SCALES:
        return Verdict(Bound.LOCK, f"{numbers}; twice the workers are {scales:.2f} times as fast")
    return Verdict(Bound.WAITING, numbers)


def _scales(tried: list[dict[str, Any]]) -> float | None:
    """What twice the workers gain where they gain most, as long as the step waits for them; None if not measured."""
    speeds: dict[int, tuple[float, bool]] = {}
    for one in tried:
        if one["steady"] and one["options"]["num_workers"]:
            speeds.setdefault(one["options"]["num_workers"], (median(one["steady"]), one["keeps_up"]))
    gains = [speeds[2 * n][0] / speed for n, (speed, kept) in speeds.items() if 2 * n in speeds and not kept]
    return max(gains, default=None)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.3g} ms"
