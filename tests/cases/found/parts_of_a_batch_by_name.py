# expect: LL503
# Each part of the batch is asked for by its name.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    loader = DataLoader(TensorDataset(torch.rand(64, 2), torch.rand(64, 1)), batch_size=4, shuffle=True)
    model = torch.nn.Linear(2, 1).cuda()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    names = "rows", "targets"
    for batch in loader:
        rows, targets = (getattr(batch, name).cuda() for name in names)
        optimizer.zero_grad()
        (model(rows) - targets).sum().backward()
        optimizer.step()


if __name__ == "__main__":
    main()
