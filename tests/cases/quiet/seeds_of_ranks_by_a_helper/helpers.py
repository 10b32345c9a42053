import random

import torch
import torch.distributed as dist


def start_anew(number):
    random.seed(number + dist.get_rank())
    torch.manual_seed(number + dist.get_rank())
