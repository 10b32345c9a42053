"""Shuffles before the samples are split: workers that shuffle differently take what others take too."""

import random

import numpy as np
from torch.utils.data import IterableDataset, get_worker_info


class Shuffled(IterableDataset):  #? split by worker
    def __init__(self, samples):
        self.samples = samples

    def __iter__(self):
        info = get_worker_info()
        samples = list(self.samples)
        random.shuffle(samples)  #? another order in every worker
        yield from samples[info.id :: info.num_workers]  #? split after the shuffle


class Alike(IterableDataset):  #? split by worker
    def __init__(self, samples):
        self.samples = samples

    def __iter__(self):
        info = get_worker_info()
        samples = list(self.samples)
        random.Random(0).shuffle(samples)
        yield from samples[info.id :: info.num_workers]


class SplitFirst(IterableDataset):  #? split by worker
    def __init__(self, samples):
        self.samples = samples

    def __iter__(self):
        info = get_worker_info()
        samples = list(self.samples)[info.id :: info.num_workers]
        random.shuffle(samples)
        yield from samples


class Permuted(IterableDataset):  #? split by worker
    def __iter__(self):
        info = get_worker_info()
        rng = np.random.default_rng()
        order = rng.permutation(100)  #? another order in every worker
        for number, index in enumerate(order):  #? split after the shuffle
            if number % info.num_workers == info.id:
                yield index


class Sampled(IterableDataset):  #? split by worker
    def __iter__(self):
        info = get_worker_info()
        yield from random.sample(range(100), 100)[info.id :: info.num_workers]  #? another order in every worker; split after the shuffle
