"""What times of copies and computations on a GPU mean. All times are in milliseconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from loaderlint.claim import Sign
from loaderlint.verifying.shared.measurement import Measurement

NAME = "transfer"

#: The program waits if a copy keeps it for this share of the computation that was queued before, and does not if for
#: less than the other.
_WAITS, _GOES_ON = 0.5, 0.1

#: A copy that is shorter says nothing of what runs beside it.
_SHORTEST = 0.05

#: Parts of an epoch whose median is taken.
_WINDOWS = 3


@dataclass(frozen=True)
class Copying:
    """Times of one batch of so many `bytes`, which comes from the loader in pinned memory or not (`is_pinned`).

    `pageable` and `pinned` are how long a copy takes from such memory, `compute` the computation that goes with it.
    `blocking` and `non_blocking` are how long the program is kept by a copy of the loader's batch that it asks for
    while this computation runs. `beside_pageable` and `beside_pinned` are how long a copy and a computation take
    together, on streams of their own.
    """

    bytes: int
    is_pinned: bool
    pageable: float
    pinned: float
    compute: float
    blocking: float
    non_blocking: float
    beside_pageable: float
    beside_pinned: float

    @property
    def signs(self) -> dict[Sign, bool]:
        """What can be decided."""
        found = {}
        if (waits := self._waits(self.non_blocking)) is not None:
            found[Sign.COPY_WAITS] = waits
            if (blocks := self._waits(self.blocking)) is not None:
                found[Sign.BLOCKING_COPY_WAITS] = blocks and not waits
        return found

    def _waits(self, kept: float) -> bool | None:
        share = kept / self.compute
        return True if share >= _WAITS else False if share <= _GOES_ON else None

    @property
    def figures(self) -> dict[str, Any]:
        """Numbers worth a table."""
        shares = {"overlap_pageable": self.overlap(pinned=False), "overlap_pinned": self.overlap(pinned=True)}
        return {
            name: round(value, 3) if isinstance(value, float) else value for name, value in asdict(self).items()
        } | {name: share if share is None else round(share, 2) for name, share in shares.items()}

    def overlap(self, *, pinned: bool) -> float | None:
        """Return the share of a copy that runs beside a computation, None where it is too short to tell."""
        copy, together = (self.pinned, self.beside_pinned) if pinned else (self.pageable, self.beside_pageable)
        if copy < _SHORTEST:
            return None
        return min(1.0, max(0.0, (copy + self.compute - together) / min(copy, self.compute)))

    @property
    def summary(self) -> str:
        """What was measured, in a sentence."""
        size, memory = self.bytes / 2**20, "pinned" if self.is_pinned else "pageable"
        said = [
            f"a batch of {size:.1f} MB is copied in {self.pageable:.2f} ms from pageable and {self.pinned:.2f} ms from"
            " pinned memory",
            f"from the loader's {memory} memory, a copy keeps the program for {self.blocking:.2f} ms while"
            f" {self.compute:.1f} ms of computation run, with `non_blocking=True` for {self.non_blocking:.2f} ms",
        ]
        shares = [self.overlap(pinned=False), self.overlap(pinned=True)]
        if shares[0] is not None and shares[1] is not None:
            said.append(f"{shares[0]:.0%} of a pageable and {shares[1]:.0%} of a pinned copy run beside it")
        return "; ".join(said)


def waiting(gaps: Sequence[float], steps: Sequence[float]) -> float | None:
    """Return the share of time that the GPU waits, from the gap before each step and the time that the step takes.

    It is the median over parts of an epoch, since batches of several workers come together; None where there are too
    few steps.
    """
    length = len(steps) // _WINDOWS
    if not length:
        return None
    parts = [slice(number * length, (number + 1) * length) for number in range(_WINDOWS)]
    return median(sum(gaps[part]) / max(sum(gaps[part]) + sum(steps[part]), 1e-9) for part in parts)


def concluded(device: str, copying: Copying, step: float, share: float | None) -> Measurement:
    """Return what it all comes to; `share` is that of the time that the GPU waits with steps of so many ms."""
    said = f"{device}: {copying.summary}"
    if share is not None:
        said += f"; with {step:.1f} ms of computation for each batch, the GPU waits for data {share:.0%} of the time"
    waits = {"step": round(step, 3), "gpu_waits": share if share is None else round(share, 3)}
    return Measurement(
        NAME, said, {Sign.RAISES: False, **copying.signs}, None, {"device": device, **copying.figures, **waits}
    )
