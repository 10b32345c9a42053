# forbid: LL303
# No worker of the second loader starts; the function that asks for `locals()` has names of its own.
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


if __name__ == "__main__":
    main()
