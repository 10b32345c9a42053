"""webdataset: its loader takes what torch's takes, but does not lock its options (its sources)."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from loaderlint.model.libraries.facts import Fact
from loaderlint.model.libraries.torch import LOADER

ALIASES: Final[dict[str, str]] = {}

FACTS: Final = (Fact("webdataset.WebLoader", loader=replace(LOADER, locked=False)),)
