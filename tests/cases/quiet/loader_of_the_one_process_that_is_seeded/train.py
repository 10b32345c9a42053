# forbid: LL109
# Without ranks there is no sampler that parts them; the ranks are spawned, and the seed is not theirs.
import argparse

import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from data import loader_for


def work(rank, args):
    if args.distributed:
        dist.init_process_group("nccl", rank=rank, world_size=2)
    loader = loader_for(args)
    net = torch.nn.Linear(1, 1)
    for epoch in range(10):
        if args.distributed:
            loader.sampler.set_epoch(epoch)
        for batch in loader:
            net(batch).mean().backward()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--distributed", action="store_true")
    args = parser.parse_args()
    torch.manual_seed(3)
    if args.distributed:
        mp.spawn(work, nprocs=2, args=(args,))
    else:
        work(rank=0, args=args)


if __name__ == "__main__":
    main()
