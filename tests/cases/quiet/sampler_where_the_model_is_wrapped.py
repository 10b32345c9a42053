# forbid: LL414
# One setting decides that the model is wrapped, and that each rank gets its part.
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


class Settings:
    distributed = False


def main(settings):
    data = TensorDataset(torch.rand(32, 4))
    sampler = DistributedSampler(data) if settings.distributed else None
    loader = DataLoader(data, batch_size=4, shuffle=sampler is None, sampler=sampler)
    model = torch.nn.Linear(4, 1)
    if settings.distributed:
        dist.init_process_group("gloo")
        model = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        if settings.distributed:
            sampler.set_epoch(epoch)
        for (x,) in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    main(Settings)
