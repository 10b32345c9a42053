import argparse

import torch
import torch.distributed
from feed import feed

parser = argparse.ArgumentParser()
parser.add_argument("--size", type=int, default=224)
options = parser.parse_args()
torch.distributed.init_process_group("nccl")
torch.manual_seed(0)
for images, labels in feed(options):
    print(images)
