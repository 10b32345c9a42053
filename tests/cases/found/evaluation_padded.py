# expect: LL413
# Ranks add up what a padding sampler gave them.
import os

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data.distributed import DistributedSampler


def validate(model, val_loader, rank):
    model.eval()
    total = torch.zeros(1)
    correct = torch.zeros(1)
    with torch.no_grad():
        for number, x in val_loader:
            correct += (model(x).squeeze(1) > 0).sum()
            total += len(number)
    dist.all_reduce(total)
    dist.all_reduce(correct)
    if rank == 0:
        print("validated", int(total), "samples of 21")


def main():
    os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
    os.environ.setdefault("MASTER_PORT", "29612")
    rank = int(os.environ.get("RANK", 0))
    dist.init_process_group("gloo", rank=rank, world_size=int(os.environ.get("WORLD_SIZE", 1)))
    val_set = TensorDataset(torch.arange(21), torch.randn(21, 4))
    val_loader = DataLoader(val_set, batch_size=4, sampler=DistributedSampler(val_set, shuffle=False))
    model = DistributedDataParallel(torch.nn.Linear(4, 1))
    validate(model, val_loader, rank)
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
