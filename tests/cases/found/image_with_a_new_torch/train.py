# expect: LL304 as warning
# There is such a torch for Python 3.14.
from torch.utils.data import DataLoader

for batch in DataLoader(range(10), num_workers=2):
    print(batch)
