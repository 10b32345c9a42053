# expect: LL405
# Two loaders take one setting of an object: the one that is evaluated on could do without it.
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = paths

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        return torch.load(self.paths[index])


class Config:
    def __init__(self):
        self.batch_size = 60
        self.drop_last = True


def loaders(config):
    train = DataLoader(Images(open("a").readlines()), batch_size=config.batch_size, shuffle=True, drop_last=config.drop_last)
    test = DataLoader(Images(open("b").readlines()), batch_size=config.batch_size, drop_last=config.drop_last)
    return train, test


def main():
    model = torch.nn.Linear(10, 10)
    optimizer = torch.optim.SGD(model.parameters())
    train, test = loaders(Config())
    for epoch in range(10):
        model.train()
        for batch in train:
            optimizer.zero_grad()
            model(batch).sum().backward()
            optimizer.step()
        model.eval()
        total = 0
        with torch.no_grad():
            for batch in test:
                total += model(batch).sum().item()
        print(total)


main()
