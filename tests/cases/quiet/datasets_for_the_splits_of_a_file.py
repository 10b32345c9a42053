# forbid: LL101 as error
# Which splits there are, a file says; the one for training is put in its place by a dataset that draws nothing.
import json

import numpy as np
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, rows):
        self.rows = rows
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] + self.rng.normal()


def main():
    with open("splits.json") as file:
        splits = json.load(file)
    datasets = {name: Rows(rows) for name, rows in splits.items()}
    datasets["train"] = splits["train"]
    for epoch in range(3):
        for batch in DataLoader(datasets["train"], batch_size=8, num_workers=4):
            print(epoch, batch)


if __name__ == "__main__":
    main()
