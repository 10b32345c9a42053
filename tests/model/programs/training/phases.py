"""One loop for training and validation, told apart by a name."""

import torch
from torch.utils.data import DataLoader

loaders = {"train": DataLoader([1, 2], shuffle=True), "val": DataLoader([3, 4])}

for epoch in range(10):
    for phase in ["train", "val"]:
        model.train(phase == "train")
        for batch in loaders[phase]:  #? train: training, every epoch; val: evaluation, every epoch
            with torch.set_grad_enabled(phase == "train"):
                loss = model(batch)
                if phase == "train":
                    loss.backward()
                    optimizer.step()


def run(loader, training):
    for batch in loader:  #? train_loader: training; val_loader: unknown  # could be evaluation
        loss = model(batch)
        if training:
            loss.backward()
            optimizer.step()


train_loader = DataLoader([1])
val_loader = DataLoader([2])
run(train_loader, True)
run(val_loader, False)

for loader in (train_loader, val_loader):
    for batch in loader:  #? train_loader: training; val_loader: training
        batch.backward()
        optimizer.step()

for loader in (train_loader, val_loader):
    for batch in loader:  #? train_loader: unknown; val_loader: unknown
        if loader is val_loader:
            continue
        batch.backward()
        optimizer.step()
