# expect: LL307
import torch
from torch.utils.data import DataLoader, Dataset


class Kept(Dataset):
    def __init__(self, names):
        self.names = names
        self.seen = {}

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        if index not in self.seen:
            self.seen[index] = torch.load(self.names[index])
        return self.seen[index]


def main(net, optimizer, names):
    part = DataLoader(Kept(names), batch_size=8, shuffle=True, num_workers=4)
    for epoch in range(50):
        for row in part:
            optimizer.zero_grad()
            net(row).sum().backward()
            optimizer.step()
