"""The experiment `draws` finds what FACTS.md 1 says of libraries with random streams, of those that are installed."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from torch.utils.data import DataLoader, Dataset

from loaderlint.claim import Sign
from loaderlint.verifying.child.experiments import draws
from loaderlint.verifying.child.experiments._digest import digest
from loaderlint.verifying.child.subject import Subject

pytestmark = pytest.mark.filterwarnings("ignore")  # those of other libraries

IMAGE = np.full((8, 8, 3), 128, np.uint8)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except Exception as error:  # imgaug 0.4 trips over NumPy 2
        pytest.skip(f"{name} cannot be imported, and is not needed to test loaderlint: {error}")


def albumentations(**seed: int) -> Callable[[], Any]:
    library = _library("albumentations")
    transform = library.Compose([library.RandomBrightnessContrast(p=1)], **seed)
    return lambda: transform(image=IMAGE)["image"]


def bare_albumentations() -> Callable[[], Any]:
    transform = _library("albumentations").RandomBrightnessContrast(p=1)
    return lambda: transform(image=IMAGE)["image"]


def opencv() -> Callable[[], Any]:
    library = _library("cv2")
    return lambda: library.randu(np.zeros((4, 4)), 0, 1)


def imgaug() -> Callable[[], Any]:
    transform = _library("imgaug.augmenters").AdditiveGaussianNoise(scale=20)
    return lambda: transform(image=IMAGE)


def monai() -> Callable[[], Any]:
    transform = _library("monai.transforms").RandGaussianNoise(prob=1.0)
    return lambda: np.asarray(transform(np.zeros((1, 4, 4))))


def frozen_scipy() -> Callable[[], Any]:
    distribution = _library("scipy.stats").norm()
    distribution.random_state = np.random.default_rng(0)
    return lambda: float(distribution.rvs())


def global_scipy() -> Callable[[], Any]:
    library = _library("scipy.stats")
    return lambda: float(library.norm.rvs())


def seeded_scipy() -> Callable[[], Any]:
    library = _library("scipy.stats")
    return lambda: float(library.norm.rvs(random_state=0))


def pandas() -> Callable[[], Any]:
    table = _library("pandas").DataFrame({"x": range(1000)})
    return lambda: int(table.sample(1)["x"].iloc[0])


def seeded_pandas() -> Callable[[], Any]:
    table = _library("pandas").DataFrame({"x": range(1000)})
    return lambda: int(table.sample(1, random_state=0)["x"].iloc[0])


def skimage() -> Callable[[], Any]:
    library = _library("skimage.util")
    return lambda: library.random_noise(np.zeros((4, 4)))


def test_images_are_told_apart_by_their_content() -> None:
    image = _library("PIL.Image")
    first, again, other = (image.fromarray(IMAGE + value) for value in (0, 0, 1))
    assert digest(first) == digest(again) != digest(other)


class Drawn(Dataset[Any]):
    def __init__(self, draw: Callable[[], Any]) -> None:
        self.draw = draw

    def __len__(self) -> int:
        return 8

    def __getitem__(self, _: int) -> Any:
        return self.draw()


#: By library: whether workers draw alike, and epochs whose workers are restarted; None for what never changes.
ROWS: dict[str, tuple[Callable[[], Callable[[], Any]], bool | None]] = {
    "albumentations": (albumentations, True),
    "albumentations, seeded": (lambda: albumentations(seed=0), True),
    "albumentations, bare": (bare_albumentations, True),
    "OpenCV": (opencv, True),
    "imgaug": (imgaug, True),
    "MONAI": (monai, True),
    "scipy, frozen": (frozen_scipy, True),
    "scipy": (global_scipy, False),
    "scipy, random_state=0": (seeded_scipy, None),
    "pandas": (pandas, False),
    "pandas, random_state=0": (seeded_pandas, None),
    "skimage": (skimage, False),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_libraries_draw(name: str) -> None:
    make, alike = ROWS[name]
    dataset = Drawn(make())
    for persistent in (False, True):
        loader = DataLoader(dataset, num_workers=2, persistent_workers=persistent, multiprocessing_context="fork")
        signs = draws.run(Subject(loader, {})).signs
        assert signs[Sign.ITEM_CONSTANT] is (alike is None)
        assert signs.get(Sign.WORKERS_ALIKE) is alike
        assert signs.get(Sign.EPOCHS_ALIKE) is (alike and not persistent if alike is not None else None)
