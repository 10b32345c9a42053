# expect: LL304
# The calls fit: by position, by keyword, as a method, and by what is passed on.
from functools import partial

from torch.utils.data import DataLoader


class Program:
    def __init__(self, rows):
        self.rows = rows

    def train(self, held, *others, net, **options):
        for batch in DataLoader(self.rows, batch_size=8, num_workers=4):
            print(batch, held, others, net, options)


def run(*args, **kwargs):
    Program(rows=[1, 2]).train(*args, **kwargs)


partial(run, [3], net=None)(4, 5, epochs=3)
