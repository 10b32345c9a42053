"""Lightning and Lightning Fabric, under all their names: who runs loaders, hands them on and seeds (measured)."""

from __future__ import annotations

from typing import Final

from loaderlint.model.libraries.facts import Fact, Family, Gives

ALIASES: Final = {
    "pytorch_lightning": "lightning.pytorch",
    "lightning_fabric": "lightning.fabric",
    "lightning.Fabric": "lightning.fabric.Fabric",
    "lightning.fabric.fabric": "lightning.fabric",
}

_HOOKS = ("train_dataloader", "val_dataloader", "test_dataloader", "predict_dataloader")

FACTS: Final = (
    Fact("lightning.**", harmless=True),
    Fact("lightning.**.Trainer", trainer=True),
    Fact("lightning.**.LightningModule", hooks=_HOOKS),
    Fact("lightning.**.LightningDataModule", hooks=_HOOKS),
    Fact("lightning.**.seed_everything", seeds=(Family.PYTHON, Family.NUMPY, Family.TORCH), seeds_workers=True),
    *(
        Fact(f"{package}.{name}.hparams", keeps_arguments="save_hyperparameters")
        for package in ("lightning", "lightning.pytorch")
        for name in ("LightningModule", "LightningDataModule")
    ),
    Fact("lightning.fabric.Fabric.setup_dataloaders", gives=Gives.ARGUMENTS),
    Fact("lightning.pytorch.lite.LightningLite.setup_dataloaders", gives=Gives.ARGUMENTS),
)
