# expect: LL109 as warning
# accelerate runs the ranks and splits the loader (`prepare`).
import random

from accelerate import Accelerator
from accelerate.utils import set_seed
from torch.utils.data import DataLoader, Dataset


class Clips(Dataset):
    def __init__(self, names):
        self.names = names

    def __len__(self):
        return 100000

    def __getitem__(self, index):
        return len(random.choice(self.names))


def main(net, optimizer, names):
    accelerator = Accelerator()
    set_seed(42)
    loader = DataLoader(Clips(names), batch_size=2, shuffle=True, num_workers=8)
    net, optimizer, loader = accelerator.prepare(net, optimizer, loader)
    print("samples at a time:", 2 * accelerator.num_processes)
    for epoch in range(100):
        for clip in loader:
            accelerator.backward(net(clip).sum())
            optimizer.step()
