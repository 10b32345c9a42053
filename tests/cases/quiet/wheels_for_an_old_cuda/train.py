# forbid: LL303 as warning
# torch 2.9 is not built for this CUDA, and older ones are not for Python 3.14.
from torch.utils.data import DataLoader


def main():
    for batch in DataLoader(range(10), num_workers=2, collate_fn=lambda rows: rows):
        print(batch)


if __name__ == "__main__":
    main()
