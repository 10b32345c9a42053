# forbid: LL311
# A list with something in it counts as true.
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


for batch in DataLoader(Rows([1, 2]), batch_size=2):
    print(batch)
