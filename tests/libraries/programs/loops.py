import itertools

import accelerate.utils
import alive_progress
import datasets
import fastprogress
import huggingface_hub.utils
import rich.progress
import tqdm
import tqdm.auto
import tqdm.notebook
import transformers.utils.logging
from torch.utils.data import DataLoader

loader = DataLoader([1])  #? loader
for batch in iter(loader):  #? uses
    pass
for number, batch in enumerate(loader):  #? uses
    pass
for batch, other in zip(loader, [1]):  #? uses
    pass
for batch in list(loader):  #? uses
    pass
for batch in tuple(loader):  #? uses
    pass
for batch in set(loader):  #? uses
    pass
for batch in sorted(loader):  #? uses
    pass
for batch in reversed(loader):  #? uses
    pass
for batch in itertools.islice(loader, 9):  #? uses
    pass
for batch in itertools.chain(loader, [1]):  #? uses
    pass
for batch, other in itertools.zip_longest(loader, [1]):  #? uses
    pass
for batch in tqdm.tqdm(loader):  #? uses
    pass
for batch in tqdm.notebook.tqdm_notebook(loader):  #? uses
    pass
for batch in accelerate.utils.tqdm(loader):  #? uses
    pass
for batch in datasets.tqdm(loader):  #? uses
    pass
for batch in huggingface_hub.utils.tqdm(loader):  #? uses
    pass
for batch in transformers.utils.logging.tqdm(loader):  #? uses
    pass
for batch in rich.progress.track(loader):  #? uses
    pass
with rich.progress.Progress() as progress:
    for batch in progress.track(loader):  #? uses
        pass
for batch in alive_progress.alive_it(loader):  #? uses
    pass
for turn in fastprogress.master_bar(range(3)):
    for batch in fastprogress.progress_bar(loader):  #? uses again
        pass
for turn in range(9):
    for batch in loader:  #? uses again
        pass
for turn in tqdm.auto.trange(9):
    for batch in loader:  #? uses again
        pass
for turn in itertools.count():
    for batch in loader:  #? uses again
        pass


def batches():
    for batch in loader:
        yield batch


stream = batches()  # a types.GeneratorType
for batch in stream:  #? uses
    pass
#---
import itertools

from torch.utils.data import DataLoader

loader = DataLoader([1], num_workers=2)  #? loader
cycled = itertools.cycle(loader)  #? LL412 warning, repaired
for step in range(9):
    batch = next(iter(loader))  #? LL407 warning, repaired
#---
import lightning.pytorch as pl
import monai
import torch
import tqdm
from torch.utils.data import DataLoader

measured = DataLoader([1])  #? loader
first = monai.utils.first(measured)
tqdm.tqdm.write(measured)
torch.utils.data.default_convert(measured)
trainer = pl.Trainer()
trainer.strategy.process_dataloader(measured)
with torch.no_grad():
    for batch in measured:  #? evaluates
        model(batch)

inferred = DataLoader([1])  #? loader
with torch.inference_mode():
    for batch in inferred:  #? evaluates
        model(batch)

switched = DataLoader([1])  #? loader
with torch.set_grad_enabled(False):
    for batch in switched:  #? evaluates
        model(batch)

trained = DataLoader([1])  #? loader
trainer.fit(model, trained)  #? trains again


class Model(pl.LightningModule):
    def train_dataloader(self):
        return DataLoader([1])  #? loader, trains again


class Data(pl.LightningDataModule):
    def train_dataloader(self):
        return DataLoader([1])  #? loader, trains again
#---
from accelerate import Accelerator
from accelerate.utils import set_seed
from torch.utils.data import DataLoader, Dataset
import random


class Noisy(Dataset):
    def __getitem__(self, index):
        return random.random()  #? draws python


set_seed(42)
accelerator = Accelerator()
a = accelerator.prepare(DataLoader(Noisy(), num_workers=4))  #? loader, numbered, over Noisy, LL109 advice
b = accelerator.prepare_data_loader(DataLoader(Noisy(), num_workers=4))  #? loader, numbered, over Noisy, LL109 advice
#---
from lightning.pytorch.lite import LightningLite
from torch.utils.data import DataLoader


class Lite(LightningLite):
    def run(self, model, optimizer):
        loader = self.setup_dataloaders(DataLoader([1]))  #? loader
        for batch in loader:  #? trains
            self.backward(model(batch))
            optimizer.step()
