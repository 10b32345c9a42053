# -*- coding: future_fstrings -*-
# forbid: LL901
# The package `future-fstrings` registers this coding. It is UTF-8, and Python 3.6 and later need nothing of it.
from torch.utils.data import DataLoader


def show(rows):
    for batch in DataLoader(rows, batch_size=4):
        print(f"{batch}")
