# forbid: LL502
# Settings of a file are merged with those of the command line, and the file asks for no workers.
import torch
from omegaconf import OmegaConf
from torch.utils.data import DataLoader


def main():
    config = OmegaConf.merge(OmegaConf.load("base.yaml"), OmegaConf.from_cli())
    model = torch.nn.Linear(4, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loader = DataLoader(torch.rand(1000, 4), batch_size=64, shuffle=True, num_workers=config.data.workers)
    for epoch in range(config.epochs):
        for rows in loader:
            optimizer.zero_grad()
            model(rows).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
