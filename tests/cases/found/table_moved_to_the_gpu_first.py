# expect: LL302 as error
# A helper moves the whole table to the GPU; then workers are asked for.
import torch
from torch.utils.data import DataLoader, TensorDataset

device = torch.device("cuda:0" if torch.cuda.is_available() else "cpu")


def load():
    x = torch.rand(1000, 16)
    y = torch.randint(0, 2, (1000,))
    x, y = x.to(device), y.to(device)
    return TensorDataset(x, y)


if __name__ == "__main__":
    for x, y in DataLoader(load(), batch_size=64, shuffle=True, num_workers=4):
        print(x.mean(), y.sum())
