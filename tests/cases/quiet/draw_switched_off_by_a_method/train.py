# forbid: LL102
# The noise is off when the dataset is made, and where another file than that of its class calls its method.
from rows import Rows
from torch.utils.data import DataLoader


def load(rows):
    dataset = Rows(rows, noisy=False)
    dataset.switch(False)
    return DataLoader(dataset, num_workers=4)


def main(rows):
    for row in load(rows):
        print(row)
