# forbid: LL305
# No workers, whatever the number of cores.
import json
import os

from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, path):
        with open(path) as file:
            self.rows = json.load(file)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index]["text"]


for batch in DataLoader(Rows("rows.json"), batch_size=16, num_workers=min(os.cpu_count(), 0)):
    print(batch)
