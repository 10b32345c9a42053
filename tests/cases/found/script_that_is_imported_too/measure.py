# expect: LL301
# A program with arguments of its own, although another file imports a function of it.
import argparse

from torch.utils.data import DataLoader, Dataset


class Records(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")

    def __getitem__(self, index):
        self.file.seek(64 * index)
        return self.file.read(64)


def measure(loader):
    return sum(len(batch) for batch in loader)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    args = parser.parse_args()
    print(measure(DataLoader(Records(args.path), num_workers=4)))
