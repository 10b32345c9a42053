# expect: LL304 as warning
# The README beside it asks for another Python than the one above.
from torch.utils.data import DataLoader

for batch in DataLoader(range(10), num_workers=2):
    print(batch)
