"""torchdata: a loader with torch's options and faults, as measured (FACTS.md 7); whether it locks options was not."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from loaderlint.model.libraries.facts import Fact
from loaderlint.model.libraries.torch import LOADER

ALIASES: Final = {"torchdata.stateful_dataloader.stateful_dataloader": "torchdata.stateful_dataloader"}

FACTS: Final = (Fact("torchdata.stateful_dataloader.StatefulDataLoader", loader=replace(LOADER, locked=False)),)
