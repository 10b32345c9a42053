# expect: LL102
# The noise is off when the dataset is made; the method that another file calls puts it on.
from rows import Rows
from torch.utils.data import DataLoader


def load(rows):
    dataset = Rows(rows, noisy=False)
    dataset.switch(True)
    return DataLoader(dataset, num_workers=4)


def main(rows):
    for row in load(rows):
        print(row)
