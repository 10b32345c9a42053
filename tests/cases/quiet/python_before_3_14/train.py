# forbid: LL304 as warning
# With this Python, Linux forks.
from torch.utils.data import DataLoader

for batch in DataLoader(range(10), num_workers=2):
    print(batch)
