# expect: LL101
# As in `flag_off_in_a_base_of_a_base`, but with `train=True`, and the seed stream is not mixed with the worker.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, rows, train=False, seed=None):
        super().__init__()
        self.loaded = False
        self.train = train
        self.seed = seed
        self.rows = rows
        if train:
            self.rng = np.random.default_rng(seed)

    def _load(self):
        self.own = np.random.default_rng([self.seed, self.rng.integers(1 << 30)])
        self.loaded = True

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        if self.train and not self.loaded:
            self._load()
        return self.rows[index]


class Multi(Noisy):
    def __init__(self, rows, train: bool = False, seed: int | None = None, looks=(1, 2)):
        super().__init__(rows=rows, train=train, seed=seed)
        self.looks = looks

    def __getitem__(self, index):
        if self.train and not self.loaded:
            self._load()
        if not self.train:
            self.own = np.random.default_rng(np.random.SeedSequence([self.seed, index]))
        return self.rows[index] + self.own.random()


class Tensors(Multi):
    def __init__(self, *args, eps=0.1, **kwargs):
        super().__init__(*args, **kwargs)
        self.eps = eps

    def __getitem__(self, index):
        return super().__getitem__(index), index


def train(net, rows, args):
    loader = DataLoader(Tensors(rows, train=True, seed=args.seed), batch_size=4, shuffle=False, num_workers=4)
    net.eval()
    with torch.no_grad():
        for batch in loader:
            net(batch)
