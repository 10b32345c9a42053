# expect: LL304
# Where nothing defines `mean`, the program may not come.
import sys

from torch.utils.data import DataLoader

loader = DataLoader(range(100), batch_size=10, num_workers=4)
if len(sys.argv) > 1:
    print(mean)
print(len(sys.argv) > 1 and mean)
for batch in loader:
    print(batch)
