"""scikit-learn: weights for classes (its documentation)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact

ALIASES: Final[dict[str, str]] = {}

FACTS: Final = (Fact("sklearn.utils.class_weight.compute_class_weight", one_for_each_value=True),)
