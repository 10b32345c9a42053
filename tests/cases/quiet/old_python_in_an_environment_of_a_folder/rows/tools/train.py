# forbid: LL303 as warning
# The environment of the folder around it has a Python with which Linux forks.
from torch.utils.data import DataLoader


def main():
    for batch in DataLoader(range(10), num_workers=2, collate_fn=lambda rows: rows):
        print(batch)


if __name__ == "__main__":
    main()
