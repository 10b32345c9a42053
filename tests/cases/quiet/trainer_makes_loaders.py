# forbid: LL101, LL201, LL202, LL401, LL403, LL502, LL503
# What a trainer seeds, settings that are changed or not known, a trainer that makes loaders itself, and no epochs.
import random

import numpy as np
from torch.utils.data import DataLoader, Dataset, IterableDataset
from transformers import HfArgumentParser, Trainer, TrainingArguments


class Flipped(Dataset):
    def __len__(self):
        return 64

    def __getitem__(self, index):
        return index * random.choice([-1, 1]) + np.random.normal()


class Stream(IterableDataset):
    def __iter__(self):
        yield from range(100)


class Own(Trainer):
    def get_train_dataloader(self):
        return DataLoader(self.train_dataset, num_workers=1, persistent_workers=True)


def main():
    four = TrainingArguments("out", dataloader_num_workers=4, max_steps=100)
    Trainer(model=None, args=four, train_dataset=Flipped()).train()
    changed = TrainingArguments("out", dataloader_persistent_workers=True)
    changed.dataloader_num_workers = 1
    Trainer(model=None, args=changed, train_dataset=Stream()).train()
    (parsed,) = HfArgumentParser(TrainingArguments).parse_args_into_dataclasses()
    Trainer(model=None, args=parsed, train_dataset=Stream()).train()
    kept = TrainingArguments("out", dataloader_persistent_workers=True, dataloader_prefetch_factor=4)
    Trainer(model=None, args=kept).evaluate()
    Own(model=None, args=kept, train_dataset=Stream()).train()


if __name__ == "__main__":
    main()
