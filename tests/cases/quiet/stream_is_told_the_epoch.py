# forbid: LL101, LL205, LL402, LL403, LL501
# A stream that is told the epoch, and a dataset of numbered samples: `map` runs at once, in the main process.
import numpy as np
import torch
from datasets import load_dataset
from torch.utils.data import DataLoader

rng = np.random.default_rng(0)


def augment(example):
    example["x"] = example["x"] + rng.normal()
    return example


def train(loader, dataset=None):
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(3):
        if dataset is not None:
            dataset.set_epoch(epoch)
        for batch in loader:
            model(batch["x"]).mean().backward()
            optimizer.step()


stream = load_dataset("c4", "en", split="train", streaming=True).shuffle(buffer_size=1000, seed=0)
train(DataLoader(stream, batch_size=8), stream)
numbered = load_dataset("c4", "en", split="train").map(augment).shuffle(seed=0).with_format("torch")
train(DataLoader(numbered, batch_size=8, shuffle=True, num_workers=4))
