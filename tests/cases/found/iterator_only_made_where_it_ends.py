# expect: LL502
# The iterator is made by what handles its end, and the first time its absence: the workers start again and again.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    loader = DataLoader(TensorDataset(torch.rand(64, 2)), batch_size=4, shuffle=True, num_workers=2)
    model = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for step in range(1000):
        try:
            (rows,) = next(batches)
        except (NameError, StopIteration):
            batches = iter(loader)
            (rows,) = next(batches)
        optimizer.zero_grad()
        model(rows).sum().backward()
        optimizer.step()


if __name__ == "__main__":
    main()
