# forbid: LL304 as warning
# The README above names versions with which Linux forks.
from torch.utils.data import DataLoader

for batch in DataLoader(range(10), num_workers=2):
    print(batch)
