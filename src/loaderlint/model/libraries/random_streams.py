"""Random streams by library: who makes one, who draws from it, who seeds it (FACTS.md 1)."""

from __future__ import annotations

from enum import Enum
from typing import Final


class Family(Enum):
    """Where random numbers come from. `value` is how a message names it."""

    OBJECT = "an RNG object"
    NUMPY = "NumPy's global RNG"
    PYTHON = "Python's `random`"
    TORCH = "torch's global RNG"
    OPENCV = "OpenCV's global RNG"
    ALBUMENTATIONS = "albumentations' RNG"
    IMGAUG = "imgaug's RNG"
    MONAI = "MONAI's RNG"

    @property
    def reseeded_by_torch(self) -> bool:
        """Whether torch (>= 1.9) seeds it in every worker, differently for each worker and epoch."""
        return self in (Family.NUMPY, Family.PYTHON, Family.TORCH)


#: Calls that make an RNG object. `random.SystemRandom` has no state to copy.
RNG_MAKERS: Final = frozenset({
    "numpy.random.default_rng", "numpy.random.RandomState", "numpy.random.mtrand.RandomState", "numpy.random.Generator",
    "random.Random", "torch.Generator",
})  # fmt: skip

#: Methods of RNG objects that set their state.
RESEEDING_METHODS: Final = frozenset({
    "seed", "manual_seed", "set_state", "setstate", "bit_generator.state", "set_random_state", "set_random_seed",
})  # fmt: skip

#: Methods of RNG objects that neither draw nor seed.
_IDLE_METHODS = {"get_state", "getstate", "initial_seed", "bit_generator", "bit_generator.seed_seq", "device", "spawn",
                 "clone_state", "graphsafe_get_state"}  # fmt: skip

_TORCH_DRAWS = {
    "rand", "randn", "randint", "randperm", "rand_like", "randn_like", "randint_like", "normal", "bernoulli",
    "multinomial", "poisson",
}  # fmt: skip

#: Tensor methods that draw in place; the names are torch's alone.
TENSOR_DRAWS: Final = frozenset({
    "uniform_", "normal_", "random_", "bernoulli_", "exponential_", "cauchy_", "log_normal_", "geometric_",
})  # fmt: skip

_NOT_DRAWS = {
    "seed", "get_state", "set_state", "default_rng", "getstate", "setstate", "manual_seed", "bit_generator",
    "setRNGSeed", "mtrand", "get_bit_generator", "set_bit_generator",
}  # fmt: skip

_OPENCV_DRAWS = {"cv2.randu", "cv2.randn", "cv2.randShuffle"}

#: torchvision classes that draw without `Random` in their name.
_TORCHVISION_RANDOM = {"ColorJitter", "AutoAugment", "RandAugment", "TrivialAugmentWide", "AugMix", "ElasticTransform",
                       "GaussianBlur", "MixUp", "CutMix", "ScaleJitter", "GaussianNoise", "JPEG"}  # fmt: skip

#: albumentations transforms that do the same for every image.
_ALBUMENTATIONS_FIXED = {
    "Resize", "Normalize", "ToTensorV2", "ToTensor", "CenterCrop", "PadIfNeeded", "LongestMaxSize", "SmallestMaxSize",
    "ToFloat", "FromFloat", "Crop", "Pad", "NoOp", "Lambda", "Compose", "Sequential", "BboxParams", "KeypointParams",
    "ReplayCompose", "CenterCrop3D", "ToTensor3D",
}  # fmt: skip

#: Classes that call the transforms they are given.
_COMPOSITES = {"Compose", "Sequential", "RandomApply", "RandomChoice", "RandomOrder", "OneOf", "SomeOf", "Lambda",
               "TwoCropTransform", "ReplayCompose"}  # fmt: skip

_LIBRARY_ROOTS = {"torchvision.transforms", "albumentations", "imgaug", "monai.transforms", "torch.nn"}


def is_rng(path: str) -> bool:
    """Whether calling the library's thing at `path` makes an RNG object."""
    return path in RNG_MAKERS


def drawn_by_function(path: str) -> Family | None:
    """Return the global stream that a call of the library function at `path` draws from."""
    package, _, name = path.rpartition(".")
    if name in _NOT_DRAWS or name[:1].isupper() or name.startswith("_"):
        return None
    if package == "numpy.random":
        return Family.NUMPY
    if package == "random":
        return Family.PYTHON
    if package == "torch" and name in _TORCH_DRAWS:
        return Family.TORCH
    if path in _OPENCV_DRAWS:
        return Family.OPENCV
    return Family.NUMPY if path == "skimage.util.random_noise" else None


def drawn_by_object(path: str) -> Family | None:
    """Return the stream that an object of the library class at `path` draws from when it is called on a sample."""
    name = path.rpartition(".")[2]
    if path.startswith("torchvision.transforms."):
        return Family.TORCH if name.startswith("Random") or name in _TORCHVISION_RANDOM else None
    if path.startswith("albumentations."):
        return Family.ALBUMENTATIONS if name[:1].isupper() and name not in _ALBUMENTATIONS_FIXED else None
    if path.startswith(("imgaug.augmenters.", "imgaug.")):
        return Family.IMGAUG if name[:1].isupper() and name not in _COMPOSITES else None
    if path.startswith("monai.transforms."):
        return Family.MONAI if name.startswith("Rand") else None
    return None


def is_composite(path: str) -> bool:
    """Whether objects of the library class at `path` call the transforms that they were given."""
    return path.rpartition(".")[2] in _COMPOSITES and any(path.startswith(f"{root}.") for root in _LIBRARY_ROOTS)


def draws(method: str) -> bool:
    """Whether the method `method` of an RNG object draws from it."""
    return method not in RESEEDING_METHODS and method not in _IDLE_METHODS and not method.startswith(("_", "["))
