# forbid: LL304 as warning
# The image has an old torch, and a Python of its time.
from torch.utils.data import DataLoader

for batch in DataLoader(range(10), num_workers=2):
    print(batch)
