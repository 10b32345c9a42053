# expect: LL403
# Samples are those of the index.
import torch
from torch.utils.data import DataLoader, Dataset


class Drawn(Dataset):
    def __init__(self, samples):
        self.samples = samples

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        try:
            return torch.load(self.samples[index])
        except OSError:
            print("once more:", index)
            return self.__getitem__(index)


def main(net, samples):
    optimizer = torch.optim.SGD(net.parameters(), 0.1)
    loader = DataLoader(Drawn(samples), batch_size=4, shuffle=False, num_workers=4)
    for epoch in range(10):
        for x in loader:
            optimizer.zero_grad()
            net(x).mean().backward()
            optimizer.step()
