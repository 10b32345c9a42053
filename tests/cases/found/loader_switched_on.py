# expect: LL304
# the constant says which of the two the script runs: that with workers
import torch
from torch.utils.data import DataLoader, TensorDataset

IN_MEMORY = False

rows = torch.rand(1000, 1)
if not IN_MEMORY:
    batches = DataLoader(TensorDataset(rows), batch_size=10, num_workers=4, shuffle=True)
else:
    batches = [(part,) for part in rows.split(10)]

for _ in range(10):
    for (batch,) in batches:
        print(batch.mean())
