# expect: LL404, LL502
# A list of loaders, one for each name, is taken apart.
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, phase):
        self.phase = phase

    def __len__(self):
        return 100

    def __getitem__(self, i):
        return torch.full((3,), float(i))


def loaders(params):
    datasets = {phase: Rows(phase) for phase in ["train", "test"]}
    made = [DataLoader(d, **params[phase]) for phase, d in datasets.items()]
    return tuple(made)


def main():
    params = {"train": {"shuffle": True, "num_workers": 2}, "test": {"shuffle": True, "num_workers": 0}}
    train, test = loaders(params)
    model = torch.nn.Linear(3, 1)
    opt = torch.optim.SGD(model.parameters(), lr=0.1)
    for epoch in range(10):
        for x in train:
            opt.zero_grad()
            model(x).sum().backward()
            opt.step()
        model.eval()
        with torch.no_grad():
            for x in test:
                print(model(x))


if __name__ == "__main__":
    main()
