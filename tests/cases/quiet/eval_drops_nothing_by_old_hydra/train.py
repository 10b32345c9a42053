# forbid: LL405
# Before Hydra 1.0 the path led to the first file itself, and what another one holds went to the root.
import hydra
import torch
from torch.utils.data import DataLoader, TensorDataset


@hydra.main(config_path="conf/config.yaml", strict=False)
def main(cfg):
    model = torch.nn.Linear(3, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    train = DataLoader(TensorDataset(torch.rand(900, 3)), **cfg.loader.train)
    valid = DataLoader(TensorDataset(torch.rand(90, 3)), **cfg.loader.valid)
    for epoch in range(10):
        model.train()
        for (batch,) in train:
            optimizer.zero_grad()
            model(batch).mean().backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            total = sum(model(batch).sum().item() for (batch,) in valid)
        print(epoch, total)


main()
