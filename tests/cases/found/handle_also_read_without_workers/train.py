import sys

from torch.utils.data import DataLoader


def named(module, name):
    return getattr(__import__(module), name)


for record in DataLoader(named(*sys.argv[1:])("records.bin"), num_workers=4):
    print(record)
