# expect: LL305
# As many workers as cores, samples of a batch and the option allow: some, unless a batch is a single sample.
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


def loader(path, batch_size):
    rows = Rows(path)
    batch_size = min(batch_size, len(rows))
    workers = min([os.cpu_count(), batch_size if batch_size > 1 else 0, 8])
    return DataLoader(rows, batch_size=batch_size, num_workers=workers)


for batch in loader("rows.json", 16):
    print(batch)
