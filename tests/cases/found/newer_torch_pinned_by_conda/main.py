# expect: LL202
# environment.yml pins torch 2.1, which raises.
import torch
from torch.utils.data import DataLoader, TensorDataset


def make_loader(dataset, num_workers, prefetch_factor=2):
    prefetch_factor = 2 if num_workers == 0 else prefetch_factor
    return DataLoader(dataset, batch_size=8, num_workers=num_workers, prefetch_factor=prefetch_factor)


loader = make_loader(TensorDataset(torch.rand(64, 4)), num_workers=0)
for (batch,) in loader:
    print(batch.mean())
