"""Loaders that Lightning iterates."""

import lightning as L
from torch.utils.data import DataLoader


class Data(L.LightningDataModule):
    def train_dataloader(self):
        return DataLoader([1], shuffle=True)  #? train_dataloader: training, every epoch

    def val_dataloader(self):
        return [DataLoader([2]), DataLoader([3])]  #? val_dataloader: evaluation, every epoch

    def test_dataloader(self):
        return DataLoader([4])  #? test_dataloader: evaluation


class Other:
    def train_dataloader(self):
        return DataLoader([5])


train_loader = DataLoader([6], shuffle=True)
val_loader = DataLoader([7])
trainer = L.Trainer(max_epochs=10)
trainer.fit(model, train_loader, val_loader)  #? train_loader: training, every epoch; val_loader: evaluation, every epoch
trainer.test(model, dataloaders=val_loader)  #? val_loader: evaluation

short = L.Trainer(max_epochs=1)
short.fit(model, train_loader)  #? train_loader: training


class More(L.LightningDataModule):
    def __init__(self, size):
        super().__init__()
        self.size = size

    def train_dataloader(self):
        return DataLoader([8], self.size)  #? train_dataloader: training, every epoch


trainer.fit(model, More(4))  #? train_dataloader: training, every epoch


class Several(L.LightningDataModule):
    def make(self, number):
        return DataLoader([9] * number, 4)

    def train_dataloader(self):
        return {number: self.make(number) for number in (3, 4)}  #? train_dataloader: training, every epoch

    def val_dataloader(self):
        return {number: self.make(number) for number in self.sizes()}  #? val_dataloader: evaluation, every epoch

    def sizes(self):
        return open("sizes").readlines()


trainer.fit(model, Several())  #? train_dataloader: training, every epoch; val_dataloader: evaluation, every epoch
