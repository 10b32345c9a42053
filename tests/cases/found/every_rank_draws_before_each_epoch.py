# expect: LL109
# Every rank draws alike from the stream before each pass.
import os

import torch
from torch.utils.data import DataLoader, Dataset, DistributedSampler


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return torch.rand(8)


def centers(rank, features):
    chosen = torch.zeros(4, 8)
    if rank >= -1:
        chosen = features[torch.randperm(len(features))[:4]]
    torch.distributed.broadcast(chosen, 0)
    return chosen


torch.distributed.init_process_group("gloo")
torch.manual_seed(0)
rank = int(os.environ["RANK"])
dataset = Noisy()
sampler = DistributedSampler(dataset)
loader = DataLoader(dataset, batch_size=8, sampler=sampler, num_workers=4)
model = torch.nn.Linear(8, 1)
optimizer = torch.optim.SGD(model.parameters(), 0.1)
for epoch in range(10):
    sampler.set_epoch(epoch)
    chosen = centers(rank, torch.zeros(100, 8))
    for batch in loader:
        optimizer.zero_grad()
        (model(batch) + model(chosen).mean()).sum().backward()
        optimizer.step()
