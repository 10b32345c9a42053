# expect: LL109 as warning
# Each sample is read, and noise is added to it.
import torch
import torch.distributed
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler


class Made(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return torch.load(f"{index}.pt") + torch.randn(3, 8, 8)


torch.distributed.init_process_group("nccl")
torch.manual_seed(0)
dataset = Made()
loader = DataLoader(dataset, sampler=DistributedSampler(dataset), num_workers=4)
for images in loader:
    print(images)
