"""scikit-learn: weights for classes, and splits, which ask data for its length alone (its documentation)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact

ALIASES: Final[dict[str, str]] = {}

FACTS: Final = (
    Fact("sklearn.utils.class_weight.compute_class_weight", one_for_each_value=True),
    *(Fact(f"sklearn.model_selection.{name}", harmless=True) for name in ("*Fold", "*Split", "train_test_split")),
)
