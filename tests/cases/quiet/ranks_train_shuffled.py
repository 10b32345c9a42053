# forbid: LL403
# The sampler shuffles, as it does when it is told nothing.
from torch.optim import SGD
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


def main(net, rows, rank, ranks):
    optimizer = SGD(net.parameters(), lr=0.1)
    dataset = TensorDataset(rows)
    sampler = DistributedSampler(dataset, num_replicas=ranks, rank=rank)
    loader = DataLoader(dataset, batch_size=8, sampler=sampler)
    for epoch in range(10):
        sampler.set_epoch(epoch)
        for (batch,) in loader:
            optimizer.zero_grad()
            net(batch).sum().backward()
            optimizer.step()
