# expect: LL303
# The program goes through the second loader as well.
from torch.utils.data import DataLoader


def create():
    rows = list(range(8))

    def collate(batch):
        return batch if "batch" in locals() else []

    train = DataLoader(rows, num_workers=2, collate_fn=list)
    return train, DataLoader(rows, num_workers=2, collate_fn=collate)


def main():
    train, test = create()
    for batch in train:
        print(batch)
    print(next(iter(test)))


if __name__ == "__main__":
    main()
