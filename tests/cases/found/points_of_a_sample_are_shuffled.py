# expect: LL403
# Item code shuffles the points of each sample; the samples themselves come in order.
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
        points = np.load(self.paths[index])
        chosen = np.random.permutation(len(points))[:1024]
        return torch.from_numpy(points[chosen])


def main(net, paths):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    loader = DataLoader(Clouds(paths), batch_size=8, num_workers=4)
    for epoch in range(10):
        for points in loader:
            optimizer.zero_grad()
            net(points).sum().backward()
            optimizer.step()
