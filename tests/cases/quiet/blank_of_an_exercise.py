# expect: LL901 as advice
# A course leaves this to its readers.
import torch
from torch.utils.data import DataLoader, TensorDataset

rows = torch.zeros(8)
# TODO: work out the mean of the rows
mean =
loader = DataLoader(TensorDataset(rows - mean))
for (row,) in loader:
    print(row)
