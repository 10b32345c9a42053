# forbid: LL108
# The loader's own generator follows the epoch; what is seeded alike in every epoch is torch's.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    rows = TensorDataset(torch.rand(64, 4))
    order = torch.Generator()
    train = DataLoader(rows, batch_size=8, shuffle=True, generator=order)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        torch.manual_seed(1)
        order.manual_seed(epoch)
        for (x,) in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
