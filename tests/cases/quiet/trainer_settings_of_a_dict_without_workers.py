# forbid: LL502
# The workers are left out.
import torch
from torch.utils.data import Dataset
from transformers import Trainer, TrainingArguments


class Rows(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return {"x": torch.rand(4)}


def main(model):
    options = {"output_dir": "out", "dataloader_num_workers": 4, "num_train_epochs": 3, "seed": None}
    args = TrainingArguments(**{name: value for name, value in options.items() if name != "dataloader_num_workers"})
    Trainer(model, args, train_dataset=Rows()).train()
