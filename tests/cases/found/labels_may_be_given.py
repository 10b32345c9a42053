# expect: LL311 as warning
# Without labels samples hold None: a condition decides, though it stands in a statement before.
import sys

from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, labels):
        self.labels = labels

    def __len__(self):
        return 2

    def __getitem__(self, index):
        if self.labels:
            return index, self.labels[index]
        return index, None


for batch in DataLoader(Rows(sys.argv[1:]), batch_size=2):
    print(batch)
