# forbid: LL201, LL207
# What the function is called with decides what it puts on the settings that it makes.
import torch
from torch.utils.data import DataLoader


class Settings(dict):
    def __getattr__(self, name):
        return self[name]

    def __setattr__(self, name, value):
        self[name] = value


def parse(given=None):
    given = {} if not given else given
    settings = Settings()
    settings.workers = given.get("workers", 4)
    return settings


settings = parse({"workers": 2})
DataLoader(torch.rand(1000, 1), num_workers=settings.workers, persistent_workers=True)
