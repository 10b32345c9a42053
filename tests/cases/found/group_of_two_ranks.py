# expect: LL402 as warning
# The group has two ranks.
import torch
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


def main():
    torch.distributed.init_process_group("nccl", rank=0, world_size=2)
    data = TensorDataset(torch.rand(100, 1))
    loader = DataLoader(data, batch_size=4, sampler=DistributedSampler(data))
    model = torch.nn.parallel.DistributedDataParallel(torch.nn.Linear(1, 1).cuda())
    optimizer = torch.optim.SGD(model.parameters())
    for epoch in range(10):
        for (rows,) in loader:
            optimizer.zero_grad()
            model(rows.cuda()).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
