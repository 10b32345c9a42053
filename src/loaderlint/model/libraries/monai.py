"""MONAI: transforms with streams of their own, which its own loader seeds in workers (measured).

Its plain datasets call the transform that they are given for every sample, in the workers. `CacheDataset` calls all
before the first random one in the main process. A `Compose` flattens itself for its length, and so for its truth: into
another one, which seeds all that are in it from the system (measured with 1.6.1).
"""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family, Gives, Loop, Purpose, Samples, Signature, Thing
from loaderlint.model.libraries.torch import LOADER

ALIASES: Final = {
    "monai.apps.datasets": "monai.apps",
    "monai.data.dataloader": "monai.data",
    "monai.utils.misc": "monai.utils",
}

#: Transforms that call others, and draw which ones, or in what order.
_CHOOSING = ("OneOf", "SomeOf", "RandomOrder")

#: Datasets that call transforms for every sample: the random ones, at the least.
_DATASETS = ("Dataset", "PersistentDataset", "CacheDataset", "SmartCacheDataset")

#: Datasets that download what they read, and are a `CacheDataset` from then on.
_DOWNLOADED = ("DecathlonDataset", "MedNISTDataset", "TciaDataset")

#: Base classes whose `self.R` is the stream of an object.
_BASES = ("Randomizable", "RandomizableTransform")

FACTS: Final = (
    Fact("monai.data.DataLoader", loader=Signature(
        ("dataset", "num_workers"), {**LOADER.defaults, "worker_init_fn": Thing("monai.data.utils.worker_init_fn")},
        brings=("collate_fn",))),
    Fact("monai.data.utils.worker_init_fn", seeds=(Family.MONAI,), reseeds_by="set_random_state"),
    *(Fact(f"monai.data.{name}", dataset=Samples.MAP, composite=True) for name in _DATASETS),
    *(Fact(f"monai.apps.{name}", dataset=Samples.MAP, composite=True) for name in _DOWNLOADED),
    Fact("monai.engines.**", harmless=True),
    *(
        Fact(f"monai.engines.{name}", loop=Loop(("train_data_loader", 2), Purpose.TRAINING, ("max_epochs", 1)))
        for name in ("SupervisedTrainer", "GanTrainer", "AdversarialTrainer")
    ),
    *(
        Fact(f"monai.engines.{name}", loop=Loop(("val_data_loader", 1), Purpose.EVALUATION))
        for name in ("SupervisedEvaluator", "EnsembleEvaluator")
    ),
    Fact("monai.utils.first", gives=Gives.NEXT),
    Fact("monai.utils.set_determinism", seeds=(Family.PYTHON, Family.NUMPY, Family.TORCH)),
    Fact("monai.transforms.**", keeps=True, keeps_stream=Family.MONAI, fluent=("set_random_state",)),
    *(Fact(f"monai.transforms.{name}.R", keeps_stream=Family.MONAI) for name in _BASES),
    *(Fact(f"monai.transforms.{name}.R.[a-z]*", draws=Family.MONAI) for name in _BASES),
    *(Fact(f"monai.transforms.{name}.R.seed", seeds=(Family.MONAI,)) for name in _BASES),
    Fact("monai.transforms.**.ToDevice*", moves=True),
    Fact("monai.transforms.**.EnsureType*", moves=True),
    Fact("monai.transforms.**.Compose", composite=True, renewed=Family.MONAI),
    Fact("monai.transforms.**.Lambda", composite=True),
    *(Fact(f"monai.transforms.**.{name}", augments=Family.MONAI, composite=True) for name in _CHOOSING),
    Fact("monai.transforms.**.Rand*", augments=Family.MONAI),
)  # fmt: skip
