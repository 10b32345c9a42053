# forbid: LL301
# A method of the dataset opens the file in each worker, though a look at the samples has opened it before.
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, path, size):
        self.path, self.size = path, size

    def open_file(self, *args):
        self.file = open(self.path, "rb")

    def __len__(self):
        return self.size

    def __getitem__(self, index):
        self.file.seek(index)
        return torch.tensor(self.file.read(1)[0])


class Scaled(Dataset):
    def __init__(self, rows):
        self.rows = rows

    def start(self, *args):
        self.rows.open_file()

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        return self.rows[index] / 255


rows = Rows("rows.bin", 60)
rows.open_file()
print(rows[0])
if __name__ == "__main__":
    scaled = Scaled(rows)
    for batch in DataLoader(scaled, batch_size=8, num_workers=2, worker_init_fn=scaled.start):
        print(batch)
