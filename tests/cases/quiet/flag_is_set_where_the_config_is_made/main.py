import torch
from torch.utils.data import DataLoader


class Config(dict):
    def __getattr__(self, name):
        return self.get(name)


def load(mode):
    config = Config()
    if mode == 1:
        config.MODE = 1
    elif mode == 2:
        config.MODE = 2
    return config


def main(mode):
    config = load(mode)
    if config.MODE == 1:
        for batch in DataLoader(torch.arange(8), num_workers=4):
            print(batch)
    else:
        for batch in DataLoader(torch.arange(8)):
            print(batch)


if __name__ == "__main__":
    main(1)
