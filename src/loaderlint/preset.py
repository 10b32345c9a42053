"""Recommended settings by purpose: a table, nothing more."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preset:
    """Rules that are `off` (codes or prefixes) and rules whose findings are `raised` to warnings."""

    off: tuple[str, ...] = ()
    raised: tuple[str, ...] = ()

    @property
    def wants_repeatability(self) -> bool:
        """Whether rules on repeatability apply to programs that do not seed torch, too."""
        return bool(self.raised)


PRESETS = {
    "training": Preset(),
    "debugging": Preset(off=("LL5",)),  # no workers is right there
    "reproducible": Preset(raised=("LL102", "LL103", "LL107", "LL110")),
}
