# expect: LL404
# The function is called for training, the loader is for evaluation all the same.
import torch
from ignite.engine import Engine
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler

model = torch.nn.Linear(1, 1)


def infer(engine, batch):
    with torch.no_grad():
        return model(batch)


def train(distributed, held_out):
    sampler = DistributedSampler(held_out) if distributed else None
    loader = DataLoader(held_out, batch_size=8, sampler=sampler, shuffle=False)
    Engine(infer).run(loader)


train(True, torch.rand(1000, 1))
