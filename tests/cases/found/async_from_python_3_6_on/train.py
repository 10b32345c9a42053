# expect: LL901 as error
# Before Python 3.7 `async` was a name like any other.
import torch
from torch.utils.data import DataLoader

for batch in DataLoader(range(10)):
    batch.cuda(async=True)
