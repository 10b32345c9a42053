# forbid: LL403
# Whether classes are balanced, and so drawn, is for whoever runs the program to say; two names on the way to the loader.
import argparse

import torch
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--balanced", action="store_true", default=False)
    args = parser.parse_args()
    data = TensorDataset(torch.rand(100, 4), torch.rand(100, 1))
    sampler = None
    if args.balanced:
        sampler = WeightedRandomSampler(torch.ones(100), 100)
    loader = DataLoader(data, batch_size=8, sampler=sampler)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(10):
        for x, y in loader:
            optimizer.zero_grad()
            (model(x) - y).square().mean().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
