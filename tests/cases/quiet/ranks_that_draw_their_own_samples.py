# forbid: LL414, LL403
"""Item code draws a sample at random, whatever the index: each rank has others, and a sampler would split nothing."""

import os
import random

import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset


class Drawn(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return random.choice(self.rows)


def main():
    distributed.init_process_group("nccl")
    rank = int(os.environ["LOCAL_RANK"])
    torch.manual_seed(rank)
    loader = DataLoader(Drawn([torch.zeros(3)] * 1000), batch_size=8, num_workers=4)
    model = DistributedDataParallel(torch.nn.Linear(3, 1).to(rank))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(100):
        for batch in loader:
            loss = model(batch).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    main()
