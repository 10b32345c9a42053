# forbid: LL406
# The condition differs from epoch to epoch: the loader is built once, when there is something new.
import sys

import torch
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer, training, validation=None):
    loader = DataLoader(training, batch_size=32, shuffle=True, num_workers=2)
    is_new = True
    for epoch in range(10):
        for (batch,) in loader:
            optimizer.zero_grad()
            model(batch).mean().backward()
            optimizer.step()
        if is_new:
            is_new = False
            with torch.no_grad():
                for (batch,) in DataLoader(validation, batch_size=32, num_workers=2, persistent_workers=True):
                    print(model(batch).mean())


model = torch.nn.Linear(3, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
data = TensorDataset(torch.rand(900, 3))
if __name__ == "__main__":
    train(model, optimizer, data, data if sys.argv[1:] else None)
