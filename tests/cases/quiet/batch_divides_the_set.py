# forbid: LL405
# 60 samples make five batches of 12: nothing is left over.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    test = DataLoader(TensorDataset(torch.rand(60, 4)), batch_size=12, drop_last=True)
    model = torch.nn.Linear(4, 1).eval()
    with torch.no_grad():
        for (x,) in test:
            print(model(x).mean())


if __name__ == "__main__":
    main()
