# expect: LL403
# A module of a folder has the name of a package beside the program, and imports from that: its optimizer takes steps.
import torch
from torch.utils.data import DataLoader, TensorDataset
from utils.model import get_model


def main():
    loader = DataLoader(TensorDataset(torch.rand(99, 4)), batch_size=8)
    model, optimizer = get_model()
    while True:
        for (rows,) in loader:
            model(rows).sum().backward()
            optimizer.step_and_update_lr()


main()
