# expect: LL502
# A notebook that trains runs tests as well: it is none itself.
import torch
from torch.utils.data import DataLoader, TensorDataset


def rows():
    return DataLoader(TensorDataset(torch.load("rows.pt")), batch_size=8, shuffle=True, num_workers=4)
