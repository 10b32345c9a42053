# expect: LL405
import torch
from torch.utils.data import DataLoader, TensorDataset


def main(rows, targets):
    test_set = TensorDataset(rows, targets)
    test = DataLoader(test_set, batch_size=len(test_set) // 3, drop_last=True)
    model = torch.nn.Linear(4, 1).eval()
    with torch.no_grad():
        for x, y in test:
            print((model(x) - y).abs().mean())
