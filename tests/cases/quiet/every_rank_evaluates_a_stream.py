# expect: LL410 as advice
# forbid: LL410 as warning
# What each rank finds is right: the work is done twice, and no more.
import torch
import torch.distributed as dist
from torch.utils.data import DataLoader, IterableDataset, get_worker_info


class Lines(IterableDataset):
    def __init__(self, lines):
        self.lines = lines

    def __iter__(self):
        info = get_worker_info()
        yield from self.lines[info.id :: info.num_workers]


def validate(net, lines):
    loader = DataLoader(Lines(lines), batch_size=4, num_workers=2)
    net.eval()
    with torch.no_grad():
        return sum(net(batch).mean() for batch in loader)


dist.init_process_group("nccl")
print(validate(torch.nn.Linear(1, 1), torch.rand(100, 1)))
