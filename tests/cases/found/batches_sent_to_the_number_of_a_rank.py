# expect: LL504
"""A device is the number of a GPU: that of the rank, or what is left of it for the GPUs of the machine."""

import torch
from torch import distributed
from torch.utils.data import DataLoader, TensorDataset


def train(rank, size):
    distributed.init_process_group("nccl", rank=rank, world_size=size)
    device = rank % torch.cuda.device_count()
    loader = DataLoader(TensorDataset(torch.zeros(1000, 3)), batch_size=8, pin_memory=True)
    model = torch.nn.Linear(3, 1).to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(100):
        for (batch,) in loader:
            loss = model(batch.to(device)).sum()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    torch.multiprocessing.spawn(train, args=(2,), nprocs=2)
