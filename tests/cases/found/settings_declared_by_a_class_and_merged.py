# expect: LL502
# A class declares the settings with their defaults, and the command line may override them.
from dataclasses import dataclass

import torch
from omegaconf import OmegaConf
from torch.utils.data import DataLoader


@dataclass
class Settings:
    epochs: int = 10
    workers: int = 4


def main():
    config = OmegaConf.merge(OmegaConf.structured(Settings), OmegaConf.from_cli())
    model = torch.nn.Linear(4, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loader = DataLoader(torch.rand(1000, 4), batch_size=64, shuffle=True, num_workers=config.workers)
    for epoch in range(config.epochs):
        for rows in loader:
            optimizer.zero_grad()
            model(rows).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
