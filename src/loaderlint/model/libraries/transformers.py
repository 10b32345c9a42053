"""transformers: what seeds (its sources)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family

ALIASES: Final[dict[str, str]] = {}

FACTS: Final = (Fact("transformers.**.set_seed", seeds=(Family.PYTHON, Family.NUMPY, Family.TORCH)),)
