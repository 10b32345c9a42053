# forbid: LL304
# `rows` cannot be parsed: the program ends at its import.
from torch.utils.data import DataLoader

from rows import Rows

for row in DataLoader(Rows(), batch_size=8, num_workers=4):
    print(row)
