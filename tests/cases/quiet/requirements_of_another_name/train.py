# forbid: LL303 as warning
# The README installs what a file of another name pins, which is older than Python 3.14.
from torch.utils.data import DataLoader


def main():
    for batch in DataLoader(range(10), num_workers=2, collate_fn=lambda rows: rows):
        print(batch)


if __name__ == "__main__":
    main()
