# expect: LL201
# What the file of settings holds is kept under one name: the number of workers is 0.
import json

from torch.utils.data import DataLoader


class Loaders:
    def __init__(self, path, rows):
        self.rows = rows
        self.workers = 0
        with open(path) as file:
            self.settings = json.load(file)

    def make(self):
        return DataLoader(self.rows, num_workers=self.workers, persistent_workers=True)
