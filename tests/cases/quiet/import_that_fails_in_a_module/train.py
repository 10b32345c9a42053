# forbid: LL304
# `rows`, which the program imports, ends at its own import of `Row`.
from torch.utils.data import DataLoader

from rows import Rows

for row in DataLoader(Rows(), batch_size=8, num_workers=4):
    print(row)
