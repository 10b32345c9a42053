# expect: LL503
# A formatted string without expressions is text as any other.
import torch
from torch.utils.data import DataLoader, TensorDataset


def device():
    if torch.cuda.is_available():
        return torch.device(f"cuda")
    return torch.device("cpu")


def main():
    loader = DataLoader(TensorDataset(torch.rand(64, 2)), batch_size=4, shuffle=True)
    model = torch.nn.Linear(2, 1).to(device())
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for (rows,) in loader:
        optimizer.zero_grad()
        model(rows.to(device())).sum().backward()
        optimizer.step()


if __name__ == "__main__":
    main()
