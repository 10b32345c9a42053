# expect: LL201
# A class of another file keeps what its settings hold under one name.
from torch.utils.data import DataLoader


class Loaders:
    def __init__(self, rows):
        self.rows = rows
        self.workers = 0

    def make(self):
        return DataLoader(self.rows, num_workers=self.workers, persistent_workers=True)
