# forbid: LL304
# `args.batch_Size` is no option: the loader with workers is never made.
import argparse

from torch.utils.data import DataLoader

parser = argparse.ArgumentParser()
parser.add_argument("--batch_size", type=int, default=8)
parser.add_argument("--workers", type=int, default=4)
args = parser.parse_args()
print(args)

loader = DataLoader(range(100), batch_size=args.batch_Size, num_workers=args.workers)
for batch in loader:
    print(batch)
