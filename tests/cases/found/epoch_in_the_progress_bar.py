# expect: LL403
"""A training loop whose progress bar names the epoch, over one of two loaders: both train."""

import argparse

import torch
from torch.utils.data import DataLoader, TensorDataset
from tqdm import tqdm


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--small", action="store_true")
    args = parser.parse_args()
    dataset = TensorDataset(torch.randn(512, 8), torch.randn(512, 1))
    if args.small:
        loader = DataLoader(dataset, batch_size=8)
    else:
        loader = DataLoader(dataset, batch_size=64)
    model = torch.nn.Linear(8, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for x, y in tqdm(loader, desc=f"epoch {epoch}"):
            loss = torch.nn.functional.mse_loss(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    main()
