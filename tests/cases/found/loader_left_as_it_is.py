# expect: LL403
# The engine is asked for another loader, but the old one is trained on.
import argparse

import torch
from opacus import PrivacyEngine
from torch.utils.data import DataLoader, TensorDataset


def train(model, loader, optimizer):
    model.train()
    for x, y in loader:
        optimizer.zero_grad()
        torch.nn.functional.mse_loss(model(x), y).backward()
        optimizer.step()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--disable-dp", action="store_true", default=False)
    args = parser.parse_args()
    loader = DataLoader(TensorDataset(torch.rand(100, 4), torch.rand(100, 1)), batch_size=8)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    if not args.disable_dp:
        engine = PrivacyEngine()
        model, optimizer, private = engine.make_private(
            module=model, optimizer=optimizer, data_loader=loader, noise_multiplier=1.0, max_grad_norm=1.0
        )
    for epoch in range(10):
        train(model, loader, optimizer)


if __name__ == "__main__":
    main()
