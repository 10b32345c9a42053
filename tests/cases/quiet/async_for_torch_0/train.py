# forbid: LL901 as error
# No torch 0 was made for Python 3.7, where `async` became a keyword.
import torch
from torch.utils.data import DataLoader

for batch in DataLoader(range(10)):
    batch.cuda(async=True)
