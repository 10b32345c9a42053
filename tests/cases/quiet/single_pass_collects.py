# forbid: LL104
# Features are collected in one pass, by a function that gets the loader.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Clouds(Dataset):
    def __init__(self, points):
        self.points = points

    def __len__(self):
        return len(self.points)

    def __getitem__(self, index):
        return self.points[index][np.random.permutation(100)[:64]]


def start(number):
    np.random.seed(number)


def collect(net, part):
    return torch.cat([net(cloud) for cloud in part])


def main(net, points):
    part = DataLoader(Clouds(points), batch_size=8, num_workers=4, worker_init_fn=start)
    torch.save(collect(net, part), "features.pt")
