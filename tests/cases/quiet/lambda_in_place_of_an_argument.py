# forbid: LL303
# What gives the lambda to a reader runs only without the readers that the call gives.
from readers import open_reader
from torch.utils.data import DataLoader, Dataset


class Reader:
    def __init__(self, naming):
        self.naming = naming

    def __call__(self, index):
        return len(self.naming(index))


class Rows(Dataset):
    def __init__(self, reader=None, fallback=None, naming=lambda index: f"row {index}"):
        if reader is None:
            self.reader = Reader(naming)
            self.naming = naming
        else:
            self.reader = reader
        self.fallback = fallback if fallback is not None else Reader(naming)

    def __getitem__(self, index):
        return self.reader(index)

    def __len__(self):
        return 8


def main():
    reader = open_reader("rows")
    for batch in DataLoader(Rows(reader, reader), num_workers=2):
        print(batch)


if __name__ == "__main__":
    main()
