import importlib

from torch.utils.data import DataLoader

from .base import Base


def find(name):
    module = importlib.import_module("data." + name + "_dataset")
    found = None
    wanted = name.replace("_", "") + "dataset"
    for key, cls in module.__dict__.items():
        if key.lower() == wanted.lower() and issubclass(cls, Base):
            found = cls
    if found is None:
        raise NotImplementedError(name)
    return found


def create(options):
    cls = find(options.mode)
    return DataLoader(cls(options), batch_size=4, num_workers=int(options.workers), shuffle=True)
