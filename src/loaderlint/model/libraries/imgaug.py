"""imgaug: a stream of its own, which every worker gets a copy of (measured with 0.4)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family

ALIASES: Final = {"imgaug.random.seed": "imgaug.seed"}

#: Augmenters that call others.
_COMPOSITES = ("Sequential", "OneOf", "SomeOf", "Lambda")

FACTS: Final = (
    Fact("imgaug.seed", seeds=(Family.IMGAUG,)),
    *(Fact(f"imgaug.**.{name}", composite=True) for name in _COMPOSITES),
    Fact("imgaug.**.[A-Z]*", augments=Family.IMGAUG),
)
