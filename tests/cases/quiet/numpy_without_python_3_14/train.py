# forbid: LL303 as warning
# There is no such NumPy for Python 3.14, so Linux forks.
from torch.utils.data import DataLoader


def main():
    for batch in DataLoader(range(10), num_workers=2, collate_fn=lambda rows: rows):
        print(batch)


if __name__ == "__main__":
    main()
