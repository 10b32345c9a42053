"""ignite: engines that go through loaders, as its documentation (0.5) has it."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Loop, Purpose

ALIASES: Final = {"ignite.engine.engine": "ignite.engine"}

FACTS: Final = (
    Fact("ignite.**", harmless=True),
    Fact("ignite.engine.Engine.run", loop=Loop(("data", 0), Purpose.OWN, ("max_epochs", 1))),
    Fact(
        "ignite.engine.create_supervised_trainer.run",
        loop=Loop(("data", 0), Purpose.TRAINING, ("max_epochs", 1), device=("device", 3)),
    ),
    Fact(
        "ignite.engine.create_supervised_evaluator.run",
        loop=Loop(("data", 0), Purpose.EVALUATION, device=("device", 2)),
    ),
)
