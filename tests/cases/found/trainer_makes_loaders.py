# expect: LL101, LL201, LL202, LL401, LL502
# The trainer makes the loaders, with options from its settings.
import numpy as np
from torch.utils.data import Dataset, IterableDataset
from transformers import Trainer, TrainingArguments


class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng()

    def __len__(self):
        return 64

    def __getitem__(self, index):
        return index + self.rng.normal()


class Stream(IterableDataset):
    def __iter__(self):
        yield from range(100)


class Own(Trainer):
    def compute_loss(self, model, inputs):
        return model(inputs).mean()


def settings(**options):
    return TrainingArguments("out", **options)


none = settings(dataloader_persistent_workers=True, dataloader_prefetch_factor=4)
four = settings(dataloader_num_workers=4)
Trainer(model=None, args=none, train_dataset=Noisy()).train()
Trainer(None, four, None, Noisy()).train()
Own(model=None, args=settings(dataloader_num_workers=2), train_dataset=Stream()).train()
