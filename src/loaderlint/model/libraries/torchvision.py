"""torchvision: which transforms draw from torch's stream, which datasets read files (its sources, 0.15 to 0.24).

Its datasets call the transforms that they are given for every sample.
"""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family, Samples

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

#: Datasets that hold all samples in memory.
_IN_MEMORY = (
    "MNIST", "FashionMNIST", "KMNIST", "EMNIST", "QMNIST", "CIFAR10", "CIFAR100", "SVHN", "STL10", "USPS", "SEMEION",
    "PhotoTour", "PCAM", "FakeData", "MovingMNIST", "FER2013",
)  # fmt: skip

FACTS: Final = (
    Fact("torchvision.**", keeps=True),
    Fact("torchvision.transforms.Compose", composite=True, holds="transforms[]"),
    Fact("torchvision.transforms.Lambda", composite=True),
    *(Fact(f"torchvision.transforms.**.{name}", augments=Family.TORCH, composite=True) for name in _CHOOSING),
    *(Fact(f"torchvision.transforms.**.{name}", augments=Family.TORCH) for name in _DRAWING),
    Fact("torchvision.transforms.**.Random*", augments=Family.TORCH),
    *(Fact(f"torchvision.datasets.**.{name}", dataset=Samples.MAP, composite=True) for name in _IN_MEMORY),
    Fact("torchvision.datasets.**.[A-Z]*", dataset=Samples.MAP, reads=True, composite=True),
    Fact("torchvision.datasets.folder.default_loader", reads=True),
    Fact("torchvision.io.read_image", reads=True),
    Fact("torchvision.io.decode_image", reads=True),
)
