# expect: LL201
# The options come from a program that says nothing of data itself, by way of the package and of a base class.
from torch.utils.data import DataLoader

from .base import Pipeline


class RowsPipeline(Pipeline):
    def evaluate(self, rows):
        total = 0
        for batch in DataLoader(rows, num_workers=self.args.workers, persistent_workers=True):
            total += batch.sum()
        return total
