# forbid: LL109
# This torch does not seed NumPy in workers, and the program does not either: ranks start from other states.
import numpy as np
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, Dataset
from torch.utils.data.distributed import DistributedSampler


class Rows(Dataset):
    def __len__(self):
        return 60

    def __getitem__(self, index):
        return torch.tensor(index + np.random.normal())


torch.distributed.init_process_group("nccl")
torch.manual_seed(0)
net = DistributedDataParallel(torch.nn.Linear(1, 1))
optimizer = torch.optim.SGD(net.parameters())
sampler = DistributedSampler(Rows())
loader = DataLoader(Rows(), sampler=sampler, num_workers=2)
for epoch in range(10):
    sampler.set_epoch(epoch)
    for batch in loader:
        net(batch).sum().backward()
        optimizer.step()
