"""albumentations: a stream of its own, which every worker gets a copy of (measured; sources of 1.3.1 to 2.0.8)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family

ALIASES: Final[dict[str, str]] = {}

#: What the library is called, as a package to install and to import.
NAME: Final = "albumentations"

#: The releases whose transforms keep a stream of their own.
AFFECTED: Final = (*(f"1.4.{patch}" for patch in range(21, 25)), *(f"2.0.{patch}" for patch in range(9)))

#: What is gone from releases before the affected ones, or from 2.0 (sources of 1.3.1, 1.4.21 and 2.0.8).
GONE_MODULES: Final = (
    "albumentations.imgaug", "albumentations.pytorch.functional", "albumentations.random_utils",
    "albumentations.augmentations.functional", "albumentations.augmentations.transforms",
    "albumentations.augmentations.domain_adaptation",
)  # fmt: skip
GONE: Final = frozenset({"ToTensor", "Cutout", "JpegCompression", "RandomBrightness", "RandomContrast", "Flip"})

#: What is gone from the top level of the package, and still there in its modules.
GONE_AT_TOP: Final = frozenset({"to_tuple"})

#: How the names begin of transforms that are gone.
GONE_PREFIX: Final = "IAA"

#: Keywords that 2.0 no longer heeds.
GONE_KEYWORDS: Final = frozenset({
    "always_apply", "var_limit", "quality_lower", "quality_upper", "max_holes", "alpha_affine",
})  # fmt: skip

#: Transforms that 2.0 wants the `size` of, and not a height and a width, with the place of that among the arguments.
SIZED: Final = {"RandomResizedCrop": 0, "RandomSizedCrop": 1}

#: Transforms that call others.
_COMPOSITES = ("Compose", "Sequential", "ReplayCompose", "Lambda")

#: Transforms that draw which of the transforms they are given they call.
_CHOOSING = ("OneOf", "SomeOf", "RandomOrder")

#: Transforms that do the same for every image, and what is no transform.
_FIXED = (
    "Resize", "Normalize", "ToTensorV2", "ToTensor", "CenterCrop", "PadIfNeeded", "LongestMaxSize", "SmallestMaxSize",
    "ToFloat", "FromFloat", "Crop", "Pad", "NoOp", "BboxParams", "KeypointParams", "CenterCrop3D", "ToTensor3D",
)  # fmt: skip

FACTS: Final = (
    Fact("albumentations.**", keeps=True, keeps_stream=Family.ALBUMENTATIONS),
    *(Fact(f"albumentations.**.{name}", composite=True) for name in _COMPOSITES),
    *(Fact(f"albumentations.**.{name}", augments=Family.ALBUMENTATIONS, composite=True) for name in _CHOOSING),
    *(Fact(f"albumentations.**.{name}") for name in _FIXED),
    Fact("albumentations.**.[A-Z]*", augments=Family.ALBUMENTATIONS),
)
