# forbid: LL301
# The main process looks at another dataset of the class; each worker opens the file of this one.
import torch
from torch.utils.data import DataLoader, Dataset


class Records(Dataset):
    def __init__(self, path):
        self.path = path
        self.file = None

    def __len__(self):
        return 100

    def __getitem__(self, index):
        if self.file is None:
            self.file = open(self.path, "rb")
        self.file.seek(index * 8)
        return torch.frombuffer(bytearray(self.file.read(8)), dtype=torch.float64)


def main():
    print(Records("records.bin")[0])
    shown = Records("shown.bin")
    print(shown[0])
    records = Records("records.bin")
    for batch in DataLoader(records, batch_size=8, shuffle=True, num_workers=4):
        print(batch)


if __name__ == "__main__":
    main()
