# expect: LL502 as warning
# Every start is slow, and torch can keep the workers.
import torch
from torch import multiprocessing
from torch.utils.data import DataLoader


def main():
    multiprocessing.set_start_method("spawn")
    model = torch.nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    loader = DataLoader(torch.rand(1000, 1), batch_size=10, shuffle=True, num_workers=4, pin_memory=True)
    for epoch in range(10):
        for batch in loader:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
