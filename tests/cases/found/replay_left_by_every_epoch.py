# expect: LL104
# The replay never ends, but every epoch leaves it and starts its workers anew, from the same seeds.
import numpy as np
import torch
from torch.utils.data import DataLoader, IterableDataset


class Replay(IterableDataset):
    def __init__(self, steps):
        self.steps = steps

    def __iter__(self):
        while True:
            yield self.steps[np.random.randint(len(self.steps))]


def start(number):
    np.random.seed(np.random.get_state()[1][0] + number)


def make_loader(steps):
    return DataLoader(Replay(steps), batch_size=32, num_workers=4, worker_init_fn=start)


class Workspace:
    def __init__(self, steps, agent):
        self.loader = make_loader(steps)
        self.agent = agent
        self._batches = None

    @property
    def batches(self):
        if self._batches is None:
            self._batches = iter(self.loader)
        return self._batches

    def train(self):
        for epoch in range(10):
            for step, batch in enumerate(self.loader):
                self.agent.update(batch)
                if step == 1000:
                    break
