# expect: LL212 as error
# The settings are imported, and that sets the default.
import torch
from settings import device
from torch.utils.data import DataLoader, TensorDataset, random_split


def main():
    data = TensorDataset(torch.rand(64, 4, device="cpu"))
    train, val = random_split(data, [48, 16], generator=torch.Generator(device=device))
    model = torch.nn.Linear(4, 1)
    for (batch,) in DataLoader(train, batch_size=8, shuffle=True):
        print(model(batch.to(device)).shape)


if __name__ == "__main__":
    main()
