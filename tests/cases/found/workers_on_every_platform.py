# expect: LL304
# Nothing asks for the platform.
from torch.utils.data import DataLoader

rows = list(range(100))
loader = DataLoader(rows, batch_size=4, num_workers=8)
for batch in loader:
    print(batch)
