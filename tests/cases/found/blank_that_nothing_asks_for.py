# expect: LL901 as error
# No comment asks for it.
import torch
from torch.utils.data import DataLoader, TensorDataset

rows = torch.zeros(8)
# the mean of the rows
mean =
loader = DataLoader(TensorDataset(rows - mean))
for (row,) in loader:
    print(row)
