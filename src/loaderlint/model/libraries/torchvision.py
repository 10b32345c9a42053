"""torchvision: which transforms draw from torch's stream, which datasets read files (its sources, 0.15 to 0.24).

Its datasets call the transforms that they are given for every sample.
"""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Data, Fact, Family, Opened, Samples

ALIASES: Final = {
    "torchvision.transforms.v2": "torchvision.transforms",
    "torchvision.transforms.transforms": "torchvision.transforms",
}

#: Transforms that draw without `Random` in their name.
_DRAWING = (
    "ColorJitter", "AutoAugment", "RandAugment", "TrivialAugmentWide", "AugMix", "ElasticTransform", "GaussianBlur",
    "MixUp", "CutMix", "ScaleJitter", "GaussianNoise", "JPEG",
)  # fmt: skip

#: Transforms that draw which of the transforms they are given they call.
_CHOOSING = ("RandomApply", "RandomChoice", "RandomOrder")

#: Transforms that neither draw nor make something else of an image.
_FIXED = ("Resize", "CenterCrop", "Pad", "Grayscale")

#: Functions that make an image of an image, and a tensor of a tensor.
_FUNCTIONS = (
    "resize", "crop", "center_crop", "resized_crop", "pad", "hflip", "vflip", "rotate", "affine", "adjust_brightness",
    "adjust_contrast", "adjust_saturation", "adjust_hue", "to_grayscale", "gaussian_blur",
)  # fmt: skip

#: Datasets that hold all samples in memory, by the position of their `transform`; None where samples are tensors.
_IN_MEMORY = {
    "MNIST": 2, "FashionMNIST": 2, "KMNIST": 2, "EMNIST": 2, "QMNIST": 4, "CIFAR10": 2, "CIFAR100": 2, "SVHN": 2,
    "STL10": 3, "USPS": 2, "SEMEION": 1, "PCAM": 2, "FakeData": 3, "FER2013": 2, "PhotoTour": None, "MovingMNIST": None,
}  # fmt: skip

#: How many samples they have for training and for testing.
_NUMBERS = {
    "MNIST": (60_000, 10_000), "FashionMNIST": (60_000, 10_000), "KMNIST": (60_000, 10_000),
    "CIFAR10": (50_000, 10_000), "CIFAR100": (50_000, 10_000), "USPS": (7291, 2007),
}  # fmt: skip

#: Datasets whose samples are files, in the same way.
_IN_FILES = {
    "ImageFolder": 1, "Caltech101": 2, "Caltech256": 1, "CelebA": 3, "CocoDetection": 2, "Country211": 2, "DTD": 3,
    "EuroSAT": 1, "FGVCAircraft": 3, "Flowers102": 2, "Food101": 2, "GTSRB": 2, "ImageNet": 2, "Imagenette": 4,
    "INaturalist": 3, "Omniglot": 2, "OxfordIIITPet": 4, "Places365": 4, "RenderedSST2": 2, "StanfordCars": 2,
    "SUN397": 1, "VOCDetection": 4, "VOCSegmentation": 4,
}  # fmt: skip

FACTS: Final = (
    Fact("torchvision.**", keeps=True),
    Fact("torchvision.transforms.Compose", composite=True, holds="transforms[]"),
    Fact("torchvision.transforms.Lambda", composite=True),
    *(Fact(f"torchvision.transforms.**.{name}", augments=Family.TORCH, composite=True) for name in _CHOOSING),
    *(Fact(f"torchvision.transforms.**.{name}", augments=Family.TORCH, data=Data.ARGUMENT) for name in _DRAWING),
    Fact("torchvision.transforms.**.Random*", augments=Family.TORCH, data=Data.ARGUMENT),
    *(Fact(f"torchvision.transforms.{name}", data=Data.ARGUMENT) for name in _FIXED),
    *(Fact(f"torchvision.transforms.functional.{name}", data=Data.ARGUMENT) for name in _FUNCTIONS),
    Fact("torchvision.transforms.ToTensor", data=Data.TENSOR, forwards=True),
    Fact("torchvision.transforms.functional.to_tensor", data=Data.TENSOR, forwards=True),
    *(Fact(f"torchvision.transforms.{name}", data=Data.TENSOR) for name in ("PILToTensor", "ToImage", "Normalize")),
    Fact("torchvision.transforms.functional.pil_to_tensor", data=Data.TENSOR),
    Fact("torchvision.transforms.ToPILImage", data=Data.IMAGE),
    Fact("torchvision.transforms.functional.to_pil_image", data=Data.IMAGE),
    *(
        Fact(
            f"torchvision.datasets.**.{name}",
            dataset=Samples.MAP,
            composite=True,
            pictures=position,
            numbers_of_items=_NUMBERS.get(name),
            noise=name == "FakeData" or None,
        )
        for name, position in _IN_MEMORY.items()
    ),
    *(
        Fact(f"torchvision.datasets.**.{name}", dataset=Samples.MAP, reads=True, composite=True, pictures=position)
        for name, position in _IN_FILES.items()
    ),
    Fact("torchvision.datasets.**.LSUN", dataset=Samples.MAP, opens=Opened.LMDB, composite=True, pictures=2),
    Fact("torchvision.datasets.**.[A-Z]*", dataset=Samples.MAP, reads=True, composite=True),
    Fact("torchvision.datasets.folder.default_loader", reads=True, data=Data.IMAGE),
    Fact("torchvision.datasets.folder.pil_loader", reads=True, data=Data.IMAGE),
    Fact("torchvision.io.read_image", reads=True),
    Fact("torchvision.io.decode_image", reads=True),
)
