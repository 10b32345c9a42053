# forbid: LL404
"""Code that is not seen takes the steps of training; now and then the loop evaluates on something else."""

import torch
from engines import Engine
from torch.utils.data import DataLoader, TensorDataset


def main():
    rows = TensorDataset(torch.randn(500, 8), torch.randn(500, 1))
    held_out = torch.randn(500, 8)
    loader = DataLoader(rows, batch_size=8, shuffle=True)
    model = torch.nn.Linear(8, 1)
    engine = Engine(model)
    for number, (x, y) in enumerate(loader):
        engine.train_batch(x, y)
        if number % 100 == 0:
            model.eval()
            print(model(held_out).mean().item())


if __name__ == "__main__":
    main()
