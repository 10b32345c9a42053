import transformers
from torch.utils.data import Dataset


class Own(Dataset):
    def __getitem__(self, index):
        return index


settings = transformers.TrainingArguments("out", dataloader_persistent_workers=True)  #? LL201 error
trainer = transformers.Trainer(None, settings, train_dataset=Own())  #? loader, numbered, over Own
settings = transformers.Seq2SeqTrainingArguments("out", dataloader_persistent_workers=True)  #? LL201 error
trainer = transformers.Seq2SeqTrainer(None, settings, train_dataset=Own())  #? loader, numbered, over Own
trainer.train()  #? trains again
#---
import transformers
from torch.utils.data import DataLoader, Dataset, DistributedSampler


class Own(Dataset):
    def __getitem__(self, index):
        return index


class Reader(transformers.Trainer):
    def __init__(self, **options):
        super().__init__(None, transformers.TrainingArguments("out", dataloader_num_workers=3), **options)

    def get_train_dataloader(self):
        sampler = DistributedSampler(self.train_dataset)
        loader = DataLoader(self.train_dataset, sampler=sampler)  #? loader, by rank
        return self.accelerator.prepare(loader)  #? LL415 error, repaired, trains again


reader = Reader(train_dataset=Own())
workers = reader.args.dataloader_num_workers  #? = 3
seed = reader.args.seed  #? = 42
rows = reader.train_dataset
loader = DataLoader(rows)  #? loader, numbered, over Own
reader.train()  #? trains again
#---
import numpy as np
from torch.utils.data import DataLoader, Dataset
from transformers.trainer_utils import seed_worker


class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng()  #? LL101 warning

    def __getitem__(self, index):
        return self.rng.normal()  #? draws object


loader = DataLoader(Noisy(), num_workers=4, worker_init_fn=seed_worker)  #? loader, numbered, over Noisy, LL101 error
#---
import torch
from timm.utils import NativeScaler
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer):
    scaler = NativeScaler()
    for (batch,) in DataLoader(TensorDataset(torch.rand(9))):  #? loader, numbered, trains
        scaler(model(batch), optimizer)
#---
import torch
from timm.utils import ApexScaler
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer):
    scaler = ApexScaler()
    for (batch,) in DataLoader(TensorDataset(torch.rand(9))):  #? loader, numbered, trains
        scaler(model(batch), optimizer)
#---
from lightning.pytorch import Trainer
from lightning.pytorch.utilities import CombinedLoader
from torch.utils.data import DataLoader, TensorDataset

first = DataLoader(TensorDataset(torch.rand(9)))  #? loader, numbered
second = DataLoader(TensorDataset(torch.rand(9)))  #? loader, numbered
Trainer(max_epochs=3).fit(model, CombinedLoader({"a": first, "b": second}, "min_size"))  #? trains again
#---
import lightning
from lightning.pytorch import Trainer
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(), num_workers=3)  #? loader, numbered
Trainer.from_argparse_args(settings).fit(model, loader)  #? trains again
another = DataLoader(TensorDataset(), num_workers=3)  #? loader, numbered
lightning.Trainer.from_argparse_args(settings).fit(model, another)  #? trains again
