"""sentence-transformers: models that go through the loaders they are trained on (its documentation, 2 and 3)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Loop, Purpose

ALIASES: Final[dict[str, str]] = {}

FACTS: Final = (
    Fact(
        "sentence_transformers.SentenceTransformer.fit",
        loop=Loop(("train_objectives", 0), Purpose.TRAINING, ("epochs", 2)),
    ),
    Fact(
        "sentence_transformers.CrossEncoder.fit",
        loop=Loop(("train_dataloader", 0), Purpose.TRAINING, ("epochs", 2)),
    ),
)
