# forbid: LL303 as warning
# The image has Python 3.6, so Linux forks.
from torch.utils.data import DataLoader


def main():
    for batch in DataLoader(range(10), num_workers=2, collate_fn=lambda rows: rows):
        print(batch)


if __name__ == "__main__":
    main()
