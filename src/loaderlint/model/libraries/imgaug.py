"""imgaug: a stream of its own, which every worker gets a copy of (measured with 0.4)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family

ALIASES: Final = {"imgaug.random.seed": "imgaug.seed"}

#: Augmenters that call others.
_COMPOSITES = ("Sequential", "OneOf", "SomeOf", "Lambda")

#: Augmenters that draw nothing, given numbers.
_FIXED = ("Identity", "Noop", "Resize", "CenterCropToFixedSize", "CenterPadToFixedSize")

#: Augmenters that draw where in the image they cut or pad.
_PLACED = ("PadToFixedSize", "CropToFixedSize")

FACTS: Final = (
    Fact("imgaug.seed", seeds=(Family.IMGAUG,)),
    *(Fact(f"imgaug.**.{name}", composite=True) for name in _COMPOSITES),
    *(Fact(f"imgaug.**.{name}") for name in _FIXED),
    *(Fact(f"imgaug.**.{n}", augments=Family.IMGAUG, still_with=("position", "center")) for n in _PLACED),
    Fact("imgaug.**.[A-Z]*", augments=Family.IMGAUG),
)
