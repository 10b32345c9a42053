# expect: LL403, LL405
import torch
from torch.utils.data import DataLoader, TensorDataset


class Data:
    def __init__(self):
        self.rows = TensorDataset(torch.rand(60, 4))

    def get(self, phase):
        is_fit = phase == "fit"
        if is_fit:
            shuffle, drop_last = False, False
        else:
            shuffle, drop_last = False, True
        return DataLoader(self.rows, batch_size=8, shuffle=shuffle, drop_last=drop_last)


def main():
    data = Data()
    train, held_out = data.get("fit"), data.get("check")
    model = torch.nn.Linear(4, 1)
    optimizer = torch.optim.SGD(model.parameters(), 0.1)
    for epoch in range(5):
        for (x,) in train:
            optimizer.zero_grad()
            model(x).mean().backward()
            optimizer.step()
        with torch.no_grad():
            print(sum(model(x).mean() for (x,) in held_out))


if __name__ == "__main__":
    main()
