# expect: LL301 as error
# Opened when it is missing; the mean of a few samples opens it in the main process.
import torch
from torch.utils.data import DataLoader, Dataset


class Records(Dataset):
    def __init__(self, path):
        self.path = path
        self.file = None

    def __len__(self):
        return 100

    def open(self):
        if self.file is None:
            self.file = open(self.path, "rb")

    def __getitem__(self, index):
        self.open()
        self.file.seek(index * 8)
        return torch.frombuffer(bytearray(self.file.read(8)), dtype=torch.float64)


def main():
    records = Records("records.bin")
    mean = sum(record.mean() for record in records) / len(records)
    for batch in DataLoader(records, batch_size=8, shuffle=True, num_workers=4):
        print(batch - mean)


if __name__ == "__main__":
    main()
