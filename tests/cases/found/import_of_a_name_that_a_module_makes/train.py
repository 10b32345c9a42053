# expect: LL304
# `rows` makes the name `Row` when it is asked for it.
from torch.utils.data import DataLoader

from rows import Row, Rows

for row in DataLoader(Rows(), batch_size=8, num_workers=4):
    print(row)
