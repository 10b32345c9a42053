# expect: LL304
# What adds options to the parser is not seen: `args.size` may be one.
import argparse

from somewhere import add_options
from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--workers", type=int, default=4)
add_options(parser)
args = parser.parse_args()

loader = DataLoader(range(100), batch_size=args.size, num_workers=args.workers)
for batch in loader:
    print(batch)
