# expect: LL307 as warning
import torch
from torch.utils.data import DataLoader, Dataset


class Parts(Dataset):
    def __init__(self):
        self.seen = None

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        if self.seen is None:
            self.seen = {}
        if index not in self.seen:
            self.seen[index] = torch.load(f"{index}.pt")
        return self.seen[index] + index


def main():
    loader = DataLoader(Parts(), batch_size=8, num_workers=2)
    for epoch in range(5):
        for batch in loader:
            print(batch)


if __name__ == "__main__":
    main()
