# expect: LL304
# All options are known to the parser.
import argparse

from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--batch_size", type=int, default=8)
parser.add_argument("--workers", type=int, default=4)
args = parser.parse_args()
print(args)

loader = DataLoader(range(100), batch_size=args.batch_size, num_workers=args.workers)
for batch in loader:
    print(batch)
