# expect: LL104
# The seed is made of itself, and of nothing else than the id of the worker.
import random

import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __getitem__(self, index):
        return torch.tensor(random.random())

    def __len__(self):
        return 64


def init_seed(seed):
    seed = int(seed) if seed is not None else 1
    random.seed(seed)


model = torch.nn.Linear(1, 1)
optimizer = torch.optim.SGD(model.parameters())
loader = DataLoader(Rows(), shuffle=True, num_workers=4, worker_init_fn=init_seed)
if __name__ == "__main__":
    for epoch in range(10):
        for row in loader:
            optimizer.zero_grad()
            model(row[:, None]).sum().backward()
            optimizer.step()
