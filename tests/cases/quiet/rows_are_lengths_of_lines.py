# forbid: LL305
# Each row is one number.
import sys

from torch.utils.data import DataLoader, Dataset


def gather(path):
    rows = []
    with open(path) as file:
        for line in file:
            words = line.split(",")
            rows.append(len(words))
    return rows


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        return row


if __name__ == "__main__":
    for row in DataLoader(Rows(gather(sys.argv[1])), num_workers=4):
        print(row)
