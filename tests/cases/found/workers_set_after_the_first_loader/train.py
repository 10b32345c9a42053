# expect: LL502
# Only the second loader is built without workers: the options are changed after the first one.
import torch
from options import Options
from torch.utils.data import DataLoader, TensorDataset


def make(options, data):
    return DataLoader(data, batch_size=4, shuffle=True, num_workers=options.workers)


def main():
    data = TensorDataset(torch.rand(100, 1))
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters())
    options = Options().parse()
    loader = make(options, data)
    options.workers = 0
    test = make(options, data)
    for epoch in range(10):
        for (batch,) in loader:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()
    with torch.no_grad():
        for (batch,) in test:
            model(batch)


if __name__ == "__main__":
    main()
