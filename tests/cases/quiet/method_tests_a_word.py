# forbid: LL403, LL404, LL405
# The options follow from a comparison, kept in a name of its own.
import torch
from torch.utils.data import DataLoader, TensorDataset


class Data:
    def __init__(self):
        self.rows = TensorDataset(torch.rand(64, 4))

    def get(self, phase):
        is_fit = phase == "fit"
        if is_fit:
            options = {"shuffle": True, "drop_last": True}
        else:
            options = {"shuffle": False}
        return DataLoader(self.rows, batch_size=8, **options)


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
