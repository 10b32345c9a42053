# forbid: LL305
# Runs are looped over, and the folders of each are written out: no list that the dataset is handed is long.
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]


def run(runs):
    for number in runs:
        rows = []
        for folder in ("a", "b", "c"):
            rows.append((folder, number))
        rows.append(("all", number))
        for row in DataLoader(Rows(rows), num_workers=4):
            print(row)


if __name__ == "__main__":
    with open("runs.txt") as file:
        run(file.readlines())
