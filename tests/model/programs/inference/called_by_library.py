"""Methods that a library calls itself, with arguments of its own, besides the calls that are seen."""

import lightning as L
from torch.utils.data import Dataset


class Train(Dataset):
    pass


class Test(Dataset):
    pass


class Data(L.LightningDataModule):
    def setup(self, stage=None):
        stage  #? 'test' | None? | ? (stage: an argument that a library gives `setup`, which it calls itself)
        if stage == "fit":
            self.train = Train()
        else:
            self.test = Test()
        self.prepare("test")

    def prepare(self, stage):
        stage  #? 'test'

    def train_dataloader(self):
        return self.train, self.test


class Model(L.LightningModule):
    def training_step(self, batch, index, part="train"):
        return part  #? 'val' | 'train'? | ?

    def validation_step(self, batch, index):
        return self.training_step(batch, index, "val")


data = Data()
data.setup("test")
data.train  #? Train()
data.test  #? Test()
