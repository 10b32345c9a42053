"""transformers, and trl on top of it: what seeds, and what reads the command line (its sources)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family, Gives

ALIASES: Final[dict[str, str]] = {}

FACTS: Final = (
    Fact("transformers.**.set_seed", seeds=(Family.PYTHON, Family.NUMPY, Family.TORCH)),
    Fact("transformers.HfArgumentParser.parse_args_into_dataclasses", gives=Gives.FROM_COMMAND_LINE),
    Fact("trl.TrlParser.parse_args_and_config", gives=Gives.FROM_COMMAND_LINE),
)
