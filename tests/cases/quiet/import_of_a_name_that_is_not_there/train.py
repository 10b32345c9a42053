# forbid: LL304
# `rows` has no `Row`: the program ends at its import.
from torch.utils.data import DataLoader

from rows import Row, Rows

for row in DataLoader(Rows(), batch_size=8, num_workers=4):
    print(row)
