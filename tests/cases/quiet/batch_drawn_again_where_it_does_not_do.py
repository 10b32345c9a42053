# expect: LL407 as advice
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return torch.full((3,), float(index)), index // 100


def main():
    loader = DataLoader(Images(), batch_size=4, shuffle=True, num_workers=2)
    images, labels = next(iter(loader))
    while labels.unique().numel() < 2:
        images, labels = next(iter(loader))
    print(images)


if __name__ == "__main__":
    main()
