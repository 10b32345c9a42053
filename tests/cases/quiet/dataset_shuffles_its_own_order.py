# forbid: LL403
# Whenever the first sample is asked for, the dataset shuffles the order in which it gives its samples.
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Clouds(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.order = list(range(len(paths)))

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        if index == 0:
            np.random.shuffle(self.order)
        return torch.from_numpy(np.load(self.paths[self.order[index]]))


def main(net, paths):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    loader = DataLoader(Clouds(paths), batch_size=8, num_workers=4)
    for epoch in range(10):
        for points in loader:
            optimizer.zero_grad()
            net(points).sum().backward()
            optimizer.step()
