# forbid: LL403
# The sampler that may be left out is the shuffling itself: who runs the program says whether to shuffle.
import argparse

import torch
from torch.utils.data import DataLoader, RandomSampler, TensorDataset


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shuffle_rows", action="store_true", default=False)
    args = parser.parse_args()
    data = TensorDataset(torch.rand(100, 4), torch.rand(100, 1))
    loader = DataLoader(
        data, batch_size=8, shuffle=False, sampler=RandomSampler(data) if args.shuffle_rows else None
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
