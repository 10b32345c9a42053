# expect: LL403
# A function of another file runs the step that it is given: that trains.
import torch
from clock import timed
from torch.utils.data import DataLoader, TensorDataset


def main():
    loader = DataLoader(TensorDataset(torch.rand(99, 4)), batch_size=8)
    model = torch.nn.Linear(4, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for (rows,) in loader:

            def step():
                optimizer.zero_grad()
                loss = model(rows).sum()
                loss.backward()
                optimizer.step()
                return loss.item()

            print(timed(step))


main()
