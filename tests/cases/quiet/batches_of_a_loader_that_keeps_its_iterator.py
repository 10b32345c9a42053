# forbid: LL407
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return torch.full((3,), float(index)), index // 100


class Endless(DataLoader):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.started = super().__iter__()

    def __iter__(self):
        for _ in range(len(self)):
            yield next(self.started)


def main():
    loader = Endless(Images(), batch_size=4, shuffle=True, num_workers=2)
    for step in range(100):
        images, labels = next(iter(loader))
        print(images)


if __name__ == "__main__":
    main()
