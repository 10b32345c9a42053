# forbid: LL413
# Each rank takes every n-th sample, and no sample comes twice.
import os

import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Subset, TensorDataset


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
    val_loader = DataLoader(
        Subset(val_set, range(rank, len(val_set), dist.get_world_size())), batch_size=4)
    model = DistributedDataParallel(torch.nn.Linear(4, 1))
    validate(model, val_loader, rank)
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
