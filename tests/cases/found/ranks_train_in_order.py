# expect: LL403 as advice
# The sampler is told not to shuffle: `set_epoch` changes nothing then.
from torch.optim import SGD
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset


def main(net, rows, rank, ranks):
    optimizer = SGD(net.parameters(), lr=0.1)
    dataset = TensorDataset(rows)
    sampler = DistributedSampler(dataset, num_replicas=ranks, rank=rank, shuffle=False)
    loader = DataLoader(dataset, batch_size=8, sampler=sampler)
    for epoch in range(10):
        sampler.set_epoch(epoch)
        for (batch,) in loader:
            optimizer.zero_grad()
            net(batch).sum().backward()
            optimizer.step()
