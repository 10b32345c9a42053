# forbid: LL403, LL404, LL405
# A dict that each call gives holds the flag.
import torch
from torch.utils.data import DataLoader, TensorDataset


def make(rows, cfg):
    if cfg["train"]:
        loader = DataLoader(rows, batch_size=cfg["batch"], shuffle=True, drop_last=True)
    else:
        loader = DataLoader(rows, batch_size=cfg["batch"])
    return loader


def main():
    rows = TensorDataset(torch.rand(64, 4))
    train = make(rows, {"train": True, "batch": 8})
    held_out = make(rows, {"train": False, "batch": 8})
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        for (x,) in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
        with torch.no_grad():
            print(sum(model(x).mean() for (x,) in held_out))


if __name__ == "__main__":
    main()
