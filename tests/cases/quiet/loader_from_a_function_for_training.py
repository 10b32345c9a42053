# forbid: LL404
# What gives the loader says that it is for training: who goes through it may only have a look.
import torch
from ignite.engine import Engine
from torch.utils.data import DataLoader

model = torch.nn.Linear(1, 1)


def infer(engine, batch):
    with torch.no_grad():
        return model(batch)


def train_loader(rows):
    return DataLoader(rows, batch_size=8, shuffle=True)


def look(rows):
    Engine(infer).run(train_loader(rows))


look(torch.rand(1000, 1))
