"""The words that a name is made of."""

from __future__ import annotations

import re


def words_of(name: str) -> list[str]:
    """The words of a name, in lower case: `isTraining` and `is_training` are two."""
    return re.findall(r"[a-z]+", re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower())
