# -*- coding: no_such_coding -*-
# expect: LL901
# Nothing registers this coding.
from torch.utils.data import DataLoader


def show(rows):
    for batch in DataLoader(rows, batch_size=4):
        print(f"{batch}")
