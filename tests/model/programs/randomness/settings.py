"""Seeds that are made from a run's settings, from the environment, and by NumPy."""

import os
import random
from argparse import ArgumentParser

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset, get_worker_info

parser = ArgumentParser()
parser.add_argument("--seed", type=int, required=True)
args = parser.parse_args()


class Images(Dataset):
    def __init__(self, args):
        self.args = args
        self.epoch = 0

    def set_epoch(self, epoch):
        self.epoch = epoch

    def __getitem__(self, index):
        return index


def seed_worker(worker_id):  #? reseeds random, random.seed, sequence
    info = get_worker_info()
    random.seed(args.seed + worker_id)  #? worker: ?
    random.seed(info.dataset.args.seed)  #? nothing: ?
    random.seed(info.dataset.epoch + worker_id)  #? ?: ?  # could be worker, epoch
    random.seed(os.environ["SEED"])  #? nothing: ?
    random.seed(int(os.getenv("SEED")) + torch.distributed.get_rank())  #? nothing: ?
    sequence = np.random.SeedSequence([info.seed, worker_id])
    random.seed(sequence.generate_state(1))  #? worker, epoch: ?
    random.seed(np.random.randint(2**31))  #? worker, epoch, item: ?
    random.seed(random.Random(info.seed).getrandbits(32))  #? ?: ?  # could be worker, epoch
    random.seed(chosen(worker_id))  #? worker: ?  # could be 1 to 2


def chosen(number):
    if number > 3:
        return 1
    return number + 1


DataLoader(Images(args), num_workers=2, worker_init_fn=seed_worker)
