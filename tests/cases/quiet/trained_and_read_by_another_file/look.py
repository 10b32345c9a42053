import torch
from feed import feed
from torch.utils.data import TensorDataset


def main():
    model = torch.nn.Linear(4, 1).eval()
    with torch.no_grad():
        print([model(x) for (x,) in feed(TensorDataset(torch.rand(60, 4)))])


if __name__ == "__main__":
    main()
