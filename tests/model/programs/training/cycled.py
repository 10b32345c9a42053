"""A loader that goes round and round: what was cycled keeps every batch, and its order."""

import itertools

from torch.utils.data import DataLoader

labelled = DataLoader([1, 2, 3])
unlabelled = DataLoader([4, 5])
for first, second in zip(labelled, itertools.cycle(unlabelled)):  #? labelled: unknown; unlabelled: unknown; unlabelled: cycled
    print(first, second)
