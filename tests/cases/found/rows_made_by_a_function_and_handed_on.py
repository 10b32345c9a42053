# expect: LL305
# The rows are gathered by a function, a dict for each line, and the dataset is handed them.
import sys

from torch.utils.data import DataLoader, Dataset


def gather(path):
    rows = []
    with open(path) as file:
        for line in file:
            text, label = line.split(",")
            rows.append({"text": text, "label": int(label)})
    return rows


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        row = self.rows[index]
        return row["text"], row["label"]


if __name__ == "__main__":
    for row in DataLoader(Rows(gather(sys.argv[1])), num_workers=4):
        print(row)
