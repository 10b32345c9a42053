# forbid: LL203, LL204, LL205
# What belongs together under one key is not put together with what stands under another.
import sys

from torch.utils.data import DataLoader, RandomSampler

rows = [1, 2, 3]
samplers = {"train": RandomSampler(rows), "test": None}
shuffles = {"train": False, "test": True}
part = sys.argv[1]
for batch in DataLoader(rows, sampler=samplers[part], shuffle=shuffles[part]):
    print(batch)
for batch in DataLoader(rows, sampler=samplers.get(part), shuffle=shuffles.get(part)):
    print(batch)
