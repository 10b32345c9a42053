# expect: LL403
# The sampler that may be left out is for ranks: on one process nothing shuffles.
import argparse

import torch
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data.distributed import DistributedSampler


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--distributed", action="store_true", default=False)
    args = parser.parse_args()
    data = TensorDataset(torch.rand(100, 4), torch.rand(100, 1))
    loader = DataLoader(
        data, batch_size=8, shuffle=False, sampler=DistributedSampler(data) if args.distributed else None
    )
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(10):
        for x, y in loader:
            optimizer.zero_grad()
            (model(x) - y).square().mean().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
