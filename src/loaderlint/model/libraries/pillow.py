"""Pillow: what gives an image, and which of its methods give another one (its documentation, 12)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Data, Fact

ALIASES: Final[dict[str, str]] = {}

#: Methods of images that give an image.
IMAGE_METHODS: Final = frozenset({
    "convert", "copy", "crop", "filter", "getchannel", "point", "quantize", "reduce", "resize", "rotate", "transform",
    "transpose",
})  # fmt: skip

_MAKING = ("fromarray", "new", "blend", "composite", "merge", "frombytes")

#: Functions of `ImageOps` that give an image.
_OPERATIONS = (
    "autocontrast", "contain", "equalize", "exif_transpose", "expand", "fit", "flip", "grayscale", "invert", "mirror",
    "pad", "posterize", "scale", "solarize",
)  # fmt: skip

FACTS: Final = (
    Fact("PIL.**", plain=True),
    Fact("PIL.Image.open", reads=True, data=Data.IMAGE),
    *(Fact(f"PIL.Image.{name}", data=Data.IMAGE) for name in _MAKING),
    *(Fact(f"PIL.ImageOps.{name}", data=Data.IMAGE) for name in _OPERATIONS),
    Fact("PIL.ImageEnhance.**.enhance", data=Data.IMAGE),
)
