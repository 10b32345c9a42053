# expect: LL304
# Nobody knows all the names that a library gives to `rows`.
from torch.utils.data import DataLoader

from rows import Row, Rows

for row in DataLoader(Rows(), batch_size=8, num_workers=4):
    print(row)
