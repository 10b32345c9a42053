# forbid: LL403
# Samples come one after the other, whatever the index is: that is only told, and handed on where reading fails.
import logging

import torch
from torch.utils.data import DataLoader, Dataset

logger = logging.getLogger(__name__)


class Drawn(Dataset):
    def __init__(self, samples, again=True):
        self.samples = samples
        self.again = again

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        logger.debug(f"asked for {index}")
        try:
            return torch.load(next(self.samples))
        except EOFError as error:
            raise ValueError(f"nothing is left for {index}") from error
        except OSError:
            print("once more:", index)
            return self[index] if self.again else self.__getitem__(index)


def main(net, samples):
    optimizer = torch.optim.SGD(net.parameters(), 0.1)
    loader = DataLoader(Drawn(samples), batch_size=4, shuffle=False, num_workers=4)
    for epoch in range(10):
        for x in loader:
            optimizer.zero_grad()
            net(x).mean().backward()
            optimizer.step()
