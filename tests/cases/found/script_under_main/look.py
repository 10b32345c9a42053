# expect: LL301
# Nothing imports this: what is under `__main__` is the program.
from rows import Rows
from torch.utils.data import DataLoader

if __name__ == "__main__":
    for row in DataLoader(Rows("a.bin"), batch_size=4, num_workers=2):
        print(row)
