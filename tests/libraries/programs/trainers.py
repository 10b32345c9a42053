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
