# expect: LL303 as warning
# Python 3.14, where Linux does not fork, takes a newer NumPy.
from torch.utils.data import DataLoader


def main():
    for batch in DataLoader(range(10), num_workers=2, collate_fn=lambda rows: rows):
        print(batch)


if __name__ == "__main__":
    main()
