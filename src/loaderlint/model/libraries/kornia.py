"""kornia: its augmentations keep the functions that they are given."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact

ALIASES: Final[dict[str, str]] = {}

FACTS: Final = (Fact("kornia.**", keeps=True),)
