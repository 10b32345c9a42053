"""A program whose ranks have seeds of their own."""

import torch
import torch.distributed as dist

dist.init_process_group("nccl")  #? one of several ranks
torch.manual_seed(dist.get_rank())
