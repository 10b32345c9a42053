# expect: LL414
"""Item code takes the index apart before it uses it: a sampler would still split the samples."""

import os

import torch
from torch import distributed
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        if torch.is_tensor(index):
            index = index.tolist()
        index = index % len(self.rows)
        return self.rows[index]


def main():
    distributed.init_process_group("nccl")
    rank = int(os.environ["LOCAL_RANK"])
    loader = DataLoader(Rows([torch.zeros(3)] * 1000), batch_size=8, shuffle=True, num_workers=4)
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
