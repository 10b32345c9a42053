# forbid: LL207, LL201
# The default is a number of workers, and the parser that the library hands back still has it.
import argparse

import deepspeed
from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--num_workers", default=2, type=int)
parser = deepspeed.add_config_arguments(parser)
args = parser.parse_args()
loader = DataLoader(range(10), batch_size=2, num_workers=args.num_workers, prefetch_factor=4)
