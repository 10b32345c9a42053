# expect: LL901 as error
# Somebody forgot what comes here.
import torch
from torch.utils.data import DataLoader, TensorDataset

loader = DataLoader(TensorDataset(torch.zeros(8)))
for (row,) in loader:
print(row)
