# forbid: LL405
# `rows.shape[0]` is the length of the dataset that is made of them.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main(rows, targets):
    test = DataLoader(TensorDataset(rows, targets), batch_size=rows.shape[0], drop_last=True)
    model = torch.nn.Linear(4, 1).eval()
    with torch.no_grad():
        for x, y in test:
            print((model(x) - y).abs().mean())
