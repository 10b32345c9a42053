"""A program that asks for determinism by way of a library."""

from lightning import Trainer, seed_everything
from torch.utils.data import DataLoader

seed_everything(5, workers=True)  #? seeds torch, loader with 5; means to repeat its runs
loader = DataLoader([1, 2])
trainer = Trainer(deterministic=True)
