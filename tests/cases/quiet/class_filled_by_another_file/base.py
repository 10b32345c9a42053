# forbid: LL201
# A class of another file puts what its settings hold into the attributes, the number of workers perhaps.
from torch.utils.data import DataLoader


class Loaders:
    def __init__(self, rows):
        self.rows = rows
        self.workers = 0

    def make(self):
        return DataLoader(self.rows, num_workers=self.workers, persistent_workers=True)
