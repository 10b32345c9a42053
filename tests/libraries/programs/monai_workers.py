import monai
import numpy as np
from monai.data.utils import worker_init_fn
from monai.transforms import EnsureType, RandFlip, Randomizable, RandomizableTransform, ToDevice
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng()  #? LL101 warning

    def __getitem__(self, index):
        return self.rng.normal()  #? draws object


class Flipped(Dataset):
    def __init__(self):
        self.flip = RandFlip()  #? draws monai, LL101 warning

    def __getitem__(self, index):
        return self.flip(index)


class Reseeded(Dataset, Randomizable):
    def __init__(self):
        self.R = np.random.RandomState()  #? LL101 warning

    def __getitem__(self, index):
        return self.R.normal()  #? draws object


class ReseedsItself(Dataset):
    def __init__(self):
        self.rng = np.random.RandomState()  #? LL101 warning

    def set_random_state(self, seed):
        self.rng.seed(seed)

    def __getitem__(self, index):
        return self.rng.normal()  #? draws object


alike = monai.data.DataLoader(Noisy(), num_workers=4)  #? loader, numbered, over Noisy, LL101 error
seeded = monai.data.DataLoader(Flipped(), num_workers=4)  #? loader, numbered, over Flipped
seeded = monai.data.DataLoader(Reseeded(), num_workers=4)  #? loader, numbered, over Reseeded
seeded = monai.data.DataLoader(ReseedsItself(), num_workers=4)  #? loader, numbered, over ReseedsItself
seeded = DataLoader(Flipped(), num_workers=4, worker_init_fn=worker_init_fn)  #? loader, numbered, over Flipped


flipped = DataLoader(monai.data.Dataset([1], RandFlip()), num_workers=2)  #? loader, numbered, LL101 error
stored = DataLoader(monai.data.PersistentDataset([1], RandFlip(), "."), num_workers=2)  #? loader, numbered, LL101 error
cached = DataLoader(monai.data.CacheDataset([1], RandFlip()), num_workers=2)  #? loader, numbered, LL101 error
cached = DataLoader(monai.data.SmartCacheDataset([1], RandFlip()), num_workers=2)  #? loader, numbered, LL101 error
tasks = DataLoader(monai.apps.DecathlonDataset(".", "T", "training", RandFlip()), num_workers=2)  #? loader, numbered, LL101 error
digits = DataLoader(monai.apps.MedNISTDataset(".", "training", RandFlip()), num_workers=2)  #? loader, numbered, LL101 error
archive = DataLoader(monai.apps.TciaDataset(".", "C", "training", RandFlip()), num_workers=2)  #? loader, numbered, LL101 error
moved = DataLoader(monai.data.Dataset([1], ToDevice(device="cuda")), num_workers=2)  #? loader, numbered, LL302 error
ensured = DataLoader(monai.data.Dataset([1], EnsureType(device="cuda")), num_workers=2)  #? loader, numbered, LL302 error


class Drawn(Dataset, Randomizable):
    def __getitem__(self, index):
        return self.R.normal()  #? draws monai, LL101 warning


class DrawnToo(Dataset, RandomizableTransform):
    def __getitem__(self, index):
        return self.R.normal()  #? draws monai, LL101 warning


class StartedFromSeed(Dataset):
    def __init__(self):
        self.flip = RandFlip().set_random_state(seed=1)  #? draws monai, LL101 warning

    def __getitem__(self, index):
        return self.flip(index)


class Seeded(Dataset, Randomizable):
    def __getitem__(self, index):
        self.R.seed(index)  #? seeds monai
        return self.R.normal()  #? draws monai


class SeededToo(Dataset, RandomizableTransform):
    def __getitem__(self, index):
        self.R.seed(index)  #? seeds monai
        return self.R.normal()  #? draws monai
