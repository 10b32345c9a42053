# forbid: LL405
# The size is kept in a name, and measured on what the dataset is made of.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main(rows, targets):
    held_out, answers = rows[800:], targets[800:]
    count = held_out.size(0)
    test_set = TensorDataset(held_out, answers)
    test = DataLoader(dataset=test_set, batch_size=count, drop_last=True)
    model = torch.nn.Linear(4, 1).eval()
    with torch.no_grad():
        for x, y in test:
            print((model(x) - y).abs().mean())
