# expect: LL307 as advice
# The cache holds four volumes, and the next patches are of one of them.
import torch
from torch.utils.data import DataLoader, Dataset


class Patches(Dataset):
    def __init__(self, paths):
        self.paths = paths
        self.volumes = {}

    def __len__(self):
        return 60 * len(self.paths)

    def __getitem__(self, index):
        path = self.paths[index // 60]
        if path not in self.volumes:
            if len(self.volumes) >= 4:
                self.volumes.popitem()
            self.volumes[path] = torch.load(path)
        return self.volumes[path][index % 60]


def main():
    loader = DataLoader(Patches(["a.pt", "b.pt"]), num_workers=4)
    for epoch in range(10):
        for patch in loader:
            print(patch)


if __name__ == "__main__":
    main()
