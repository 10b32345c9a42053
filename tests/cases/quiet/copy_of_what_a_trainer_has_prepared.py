# forbid: LL504
# An object has accelerate prepare its loader where it is made, and goes through it in another method.
import torch
from accelerate import Accelerator
from torch.utils.data import DataLoader


def cycle(loader):
    while True:
        yield from loader


class Trainer:
    def __init__(self, rows):
        self.accelerator = Accelerator()
        loader = DataLoader(rows, batch_size=8, shuffle=True, num_workers=4, pin_memory=True)
        loader = self.accelerator.prepare(loader)
        self.batches = cycle(loader)
        self.model = torch.nn.Linear(1, 1)
        self.optimizer = torch.optim.SGD(self.model.parameters())

    def train(self):
        device = self.accelerator.device
        for step in range(1000):
            batch = next(self.batches).to(device)
            self.accelerator.backward(self.model(batch).sum())
            self.optimizer.step()
