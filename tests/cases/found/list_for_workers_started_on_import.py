# expect: LL304 as warning
# `list` can be sent to workers. It runs on Windows, too.
from torch.utils.data import DataLoader

for batch in DataLoader(range(10), num_workers=2, collate_fn=list):
    print(batch)
