# expect: LL414
# A setting decides that the model is wrapped; the sampler is none for ranks.
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, RandomSampler, TensorDataset


class Settings:
    distributed = False


def main(settings):
    data = TensorDataset(torch.rand(32, 4))
    sampler = RandomSampler(data)
    loader = DataLoader(data, batch_size=4, sampler=sampler)
    model = torch.nn.Linear(4, 1)
    if settings.distributed:
        dist.init_process_group("gloo")
        model = DistributedDataParallel(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        for (x,) in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    main(Settings)
