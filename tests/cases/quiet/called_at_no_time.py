# forbid: LL303
# The rows tell their sizes themselves, so no loader is made for that.
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __len__(self):
        return 100

    def sizes(self):
        return [0] * 100

    def __getitem__(self, index):
        return index, index


def sizes_by_loading(rows):
    loader = DataLoader(rows, num_workers=4, collate_fn=lambda items: items[0])
    return [size for _, size in loader]


def sizes_of(rows):
    if hasattr(rows, "sizes"):
        return rows.sizes()
    return sizes_by_loading(rows)


def main():
    print(sizes_of(Rows()))


if __name__ == "__main__":
    main()
