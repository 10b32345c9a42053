# expect: LL202
# What a test gives a name is found in no block of statements.
from torch.utils.data import DataLoader


def make(rows, ahead):
    if (count := ahead) or (count := 4):
        print(count)
    return DataLoader(rows, prefetch_factor=count)


if __name__ == "__main__":
    for row in make(range(8), 4):
        print(row)
