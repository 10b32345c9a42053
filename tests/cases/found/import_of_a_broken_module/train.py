# expect: LL304
# What cannot be parsed is imported by a function that nothing has called yet.
from torch.utils.data import DataLoader

from rows import Rows


def show():
    import shapes

    print(shapes)


for row in DataLoader(Rows(), batch_size=8, num_workers=4):
    print(row)
