# expect: LL901 as advice
# A course leaves this to its readers, who see what to replace.
import torch
from torch.utils.data import DataLoader, TensorDataset

rows = torch.zeros(8)
mean = rows.mean(???, keepdim=True)
loader = DataLoader(TensorDataset(rows - mean))
for (row,) in loader:
    print(row)
