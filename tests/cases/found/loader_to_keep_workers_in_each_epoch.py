# expect: LL406 as warning
# The loader is asked to keep its workers, and goes with them.
from torch.utils.data import DataLoader

rows = list(range(100))
for epoch in range(10):
    for batch in DataLoader(rows, num_workers=2, persistent_workers=True):
        print(batch)
