# forbid: LL403
# The helper shuffles the dataset's own list, so every epoch has another order.
import random

import torch
from torch.utils.data import DataLoader, Dataset


class Questions(Dataset):
    def __init__(self):
        self.rows = [[number, number + 1] for number in range(1000)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return torch.tensor(self.rows[index], dtype=torch.float32)


def mix(rows):
    random.shuffle(rows)


def train(dataset, model, optimizer):
    loader = DataLoader(dataset, batch_size=10, shuffle=False)
    for epoch in range(3):
        mix(dataset.rows)
        for batch in loader:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()


net = torch.nn.Linear(2, 1)
train(Questions(), net, torch.optim.SGD(net.parameters(), 0.1))
