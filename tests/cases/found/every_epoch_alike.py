# expect: LL104
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


def main(net, optimizer, points):
    part = DataLoader(Clouds(points), batch_size=8, shuffle=True, num_workers=4, worker_init_fn=start)
    held_out = DataLoader(Clouds(points), batch_size=8, num_workers=4, worker_init_fn=start)
    for epoch in range(9):
        for cloud in part:
            optimizer.zero_grad()
            net(cloud).sum().backward()
            optimizer.step()
        with torch.no_grad():
            print(sum(net(cloud).sum() for cloud in held_out))
