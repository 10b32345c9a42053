"""A trainer of another file, which keeps the loaders that it is given."""

from torch.utils.data import DataLoader
from trainer import Trainer

train_loader = DataLoader([1, 2], shuffle=True)
val_loader = DataLoader([3, 4])
trainer = Trainer(train_loader, val_loader)
trainer.fit(10)
