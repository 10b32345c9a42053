# expect: LL901 as error
# With torch 1.0 there is a newer Python.
import torch
from torch.utils.data import DataLoader

for batch in DataLoader(range(10)):
    batch.cuda(async=True)
