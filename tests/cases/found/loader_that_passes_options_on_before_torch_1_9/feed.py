import importlib

from torch.utils.data import DataLoader


class Feed(DataLoader):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.iterator = super().__iter__()


def build(named, batch_size, workers):
    rows = getattr(importlib.import_module("rows"), named["class"])(**named["arguments"])
    return Feed(rows, batch_size=batch_size, num_workers=workers, shuffle=True)
