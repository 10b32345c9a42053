# forbid: LL301, LL201
# The program loads without workers; what is under `__main__` here shows a few samples to whoever wrote the class.
import torch
from torch.utils.data import DataLoader, Dataset


class Rows(Dataset):
    def __init__(self, names):
        self.files = [open(name, "rb") for name in names]

    def __len__(self):
        return 100 * len(self.files)

    def __getitem__(self, index):
        file = self.files[index // 100]
        file.seek(index % 100 * 4)
        return torch.frombuffer(bytearray(file.read(4)), dtype=torch.float32)


if __name__ == "__main__":
    for number, row in enumerate(DataLoader(Rows(["a.bin"]), batch_size=4, num_workers=2)):
        print(row)
        if number == 3:
            break
