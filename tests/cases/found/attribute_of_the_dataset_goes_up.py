# expect: LL306
# What is written back is not what was read: it goes up by one in every epoch.
from torch.utils.data import DataLoader, Dataset


class Curriculum(Dataset):
    level = 0

    def __len__(self):
        return 64

    def __getitem__(self, index):
        return index + self.level


def main():
    dataset = Curriculum()
    loader = DataLoader(dataset, num_workers=2, persistent_workers=True)
    for _ in range(10):
        for batch in loader:
            print(batch)
        level = dataset.level
        level = level + 1
        dataset.level = level


if __name__ == "__main__":
    main()
