# expect: LL503
# A function that `map` calls copies each part of the batch.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    loader = DataLoader(TensorDataset(torch.rand(64, 2), torch.rand(64, 1)), batch_size=4, shuffle=True)
    model = torch.nn.Linear(2, 1).cuda()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    weights = torch.rand(1), torch.rand(1)
    for rows, targets in loader:
        rows, targets = map(lambda part: part.cuda(), (rows, targets))
        optimizer.zero_grad()
        (model(rows) - targets).sum().backward()
        optimizer.step()


if __name__ == "__main__":
    main()
