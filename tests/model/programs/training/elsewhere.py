"""Loaders that are handed to something that is not seen, or replaced by what it gives, and passes that never end."""

import visualize
from torch.utils.data import DataLoader, IterableDataset, Sampler

loader = DataLoader([1])
visualize.show(loader)
print(len(loader))
for batch in loader:  #? loader: unknown, used elsewhere
    print(batch)

counted = DataLoader([2])
print(len(counted))
for batch in counted:  #? counted: unknown
    print(batch)


class Forever(Sampler):
    def __iter__(self):
        while True:
            yield 0


for batch in DataLoader([3], sampler=Forever()):  #? loader: unknown, endless
    print(batch)


class Numbers(IterableDataset):
    def __iter__(self):
        while True:
            yield 0


for batch in DataLoader(Numbers()):  #? loader: unknown, endless
    print(batch)

wrapped = DataLoader([4])
if visualize.asked():
    wrapped = visualize.wrapped(wrapped)
for batch in wrapped:  #? wrapped: unknown, or what is made of it, used elsewhere
    print(batch)
