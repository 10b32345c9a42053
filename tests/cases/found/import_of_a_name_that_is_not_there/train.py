# expect: LL304
# As in `quiet`, but the program gets on without the name.
from torch.utils.data import DataLoader

from rows import Rows

try:
    from rows import Row
except ImportError:
    Row = int

for row in DataLoader(Rows(), batch_size=8, num_workers=4):
    print(row)
