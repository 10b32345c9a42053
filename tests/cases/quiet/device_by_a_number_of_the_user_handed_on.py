# forbid: LL503
# The name of the device is that of the CPU, whatever the option says, and handed to the function that moves the batches.
import argparse

import torch
from torch.utils.data import DataLoader


def train(model, loader, device):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for rows in loader:
        optimizer.zero_grad()
        model(rows.to(device)).sum().backward()
        optimizer.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--device", default="0")
    args = parser.parse_args()
    name = "cpu" if args.device else "cpu"
    where = torch.device(name)
    network = torch.nn.Linear(4, 2).to(where)
    loading = DataLoader(torch.rand(1000, 4), batch_size=64, shuffle=True, num_workers=2, persistent_workers=True)
    for epoch in range(10):
        train(network, loading, where)
