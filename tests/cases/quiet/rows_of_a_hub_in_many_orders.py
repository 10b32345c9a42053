# forbid: LL403, rows of a hub that are shuffled for every epoch, or come one after the other, perhaps by an option.
import argparse

import torch
from datasets import load_dataset
from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--streaming", action="store_true")
args = parser.parse_args()

model = torch.nn.Linear(8, 2)
optimizer = torch.optim.SGD(model.parameters())


def train(loader):
    for batch in loader:
        optimizer.zero_grad()
        model(batch["input"]).sum().backward()
        optimizer.step()


rows = load_dataset("digits", split="train").with_format("torch")
may_be_stream = DataLoader(load_dataset("digits", split="train", streaming=args.streaming), batch_size=8)
stream = DataLoader(rows.to_iterable_dataset(), batch_size=8)
for epoch in range(3):
    rows = rows.shuffle(seed=epoch)
    train(DataLoader(rows, batch_size=8))
    train(may_be_stream)
    train(stream)
