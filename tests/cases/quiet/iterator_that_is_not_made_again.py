# forbid: LL502
# One pass is made, and what handles its end leaves the loop.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    loader = DataLoader(TensorDataset(torch.rand(64, 2)), batch_size=4, shuffle=True, num_workers=2)
    model = torch.nn.Linear(2, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batches = iter(loader)
    for step in range(1000):
        try:
            (rows,) = next(batches)
        except StopIteration:
            break
        optimizer.zero_grad()
        model(rows).sum().backward()
        optimizer.step()


if __name__ == "__main__":
    main()
