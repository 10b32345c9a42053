# forbid: LL402
# A generator that makes its iterator anew at its end, and tells the sampler.
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel as DDP
from torch.utils.data import DataLoader, TensorDataset
from torch.utils.data.distributed import DistributedSampler


def forever(iterable):
    iterator, epoch = iterable.__iter__(), 0
    while True:
        try:
            yield iterator.__next__()
        except StopIteration:
            epoch += 1
            iterable.sampler.set_epoch(epoch)
            iterator = iterable.__iter__()


def main():
    dist.init_process_group("nccl")
    data = TensorDataset(torch.zeros(100, 3))
    sampler = DistributedSampler(data, shuffle=True)
    loader = DataLoader(data, batch_size=8, sampler=sampler, num_workers=4)
    model = DDP(torch.nn.Linear(3, 1).cuda())
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    batches = forever(loader)

    def train(it):
        model.train()
        (x,) = next(batches)
        loss = model(x.cuda()).mean()
        loss.backward()
        optimizer.step()

    for it in range(100000):
        train(it)


main()
