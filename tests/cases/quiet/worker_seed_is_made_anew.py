# forbid: LL104
# The seed is made of itself, and of what is new in every epoch.
import random

import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __getitem__(self, index):
        return torch.tensor(random.random())

    def __len__(self):
        return 64


def init_seed(seed):
    seed = int(seed) + torch.initial_seed() % 2**31
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
