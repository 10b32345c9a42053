"""timm: what scales losses there goes back through them and lets the optimizer take its step (read in 1.0)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact

ALIASES: Final = {"timm.utils.cuda": "timm.utils"}

FACTS: Final = (
    Fact("timm.utils.NativeScaler", trains=True),
    Fact("timm.utils.ApexScaler", trains=True),
)
