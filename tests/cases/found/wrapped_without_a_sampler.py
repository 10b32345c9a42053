# expect: LL414
# Every rank draws an order of its own over all samples.
import os

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, RandomSampler, TensorDataset


def main():
    torch.manual_seed(0)
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29613")
    dist.init_process_group("gloo", rank=int(os.environ.get("RANK", 0)), world_size=int(os.environ.get("WORLD_SIZE", 1)))
    data = TensorDataset(torch.arange(32), torch.rand(32, 4))
    loader = DataLoader(data, batch_size=4, sampler=RandomSampler(data))
    model = DistributedDataParallel(torch.nn.Linear(4, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        order = []
        for number, x in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
            order += number.tolist()
        print("rank", dist.get_rank(), "epoch", epoch, "saw", len(order), "first", order[:6])
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
