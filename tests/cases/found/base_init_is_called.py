# expect: LL303
# As in `base_init_is_not_called`, but the base keeps its lambda.
from torch.utils.data import DataLoader, Dataset


class Reader:
    def __init__(self, name_of):
        self.name_of = name_of

    def __call__(self, path):
        return self.name_of(path)


class Films(Dataset):
    def __init__(self, paths, reader=None, name_of=lambda number: f"{number}.jpg"):
        self.paths = paths
        if reader is None:
            self.reader = Reader(name_of)
        else:
            self.reader = reader

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        return self.reader(self.paths[index])


class Clips(Films):
    def __init__(self, paths, reader):
        super().__init__(paths)
        self.extra = reader


def main(net, paths):
    for batch in DataLoader(Clips(paths, str), batch_size=4, num_workers=4):
        net(batch)


if __name__ == "__main__":
    main(print, ["a", "b"])
