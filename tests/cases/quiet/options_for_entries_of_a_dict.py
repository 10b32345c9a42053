# forbid: LL502
# Every entry of a dict is an option, and there is one epoch by default.
import argparse

import torch
from torch.utils.data import DataLoader, TensorDataset


def usual():
    return dict(epochs=1, rate=0.1)


def add_options(parser, defaults):
    for name, value in defaults.items():
        parser.add_argument(f"--{name}", default=value, type=type(value))


def make_parser():
    defaults = dict(seed=0)
    defaults.update(usual())
    parser = argparse.ArgumentParser()
    add_options(parser, defaults)
    return parser


def main():
    args = make_parser().parse_args()
    loader = DataLoader(TensorDataset(torch.rand(64, 4)), batch_size=8, shuffle=True, num_workers=2)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), args.rate)
    for epoch in range(args.epochs):
        for (x,) in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
