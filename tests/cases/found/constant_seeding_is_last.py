# expect: LL108
# The evaluation at the end of an epoch sets the seed that the next one shuffles with.
import torch
from torch.utils.data import DataLoader, TensorDataset


def main():
    rows = TensorDataset(torch.rand(64, 4))
    train = DataLoader(rows, batch_size=8, shuffle=True)
    held_out = DataLoader(rows, batch_size=8)
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    torch.manual_seed(8)
    for epoch in range(5):
        for (x,) in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
        torch.manual_seed(40)
        with torch.no_grad():
            print(sum(model(x).mean() for (x,) in held_out))


if __name__ == "__main__":
    main()
