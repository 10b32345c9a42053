"""Loaders that are handed to something that is not seen, and samplers that never end."""

import visualize
from torch.utils.data import DataLoader, Sampler

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
