# expect: LL414
# The loader without a sampler is built where the model is wrapped.
import torch
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, TensorDataset


def main(several):
    data = TensorDataset(torch.rand(32, 4))
    model = torch.nn.Linear(4, 1)
    if several:
        model = DistributedDataParallel(model)
        loader = DataLoader(data, batch_size=4, shuffle=True)
    else:
        loader = DataLoader(data, batch_size=4, shuffle=True)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(2):
        for (x,) in loader:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
