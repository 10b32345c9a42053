# forbid: LL311
# The function that reads a sample is told what to do where it cannot; another caller tells it otherwise.
import torch
from torch.utils.data import DataLoader, Dataset


def read(path, strict):
    try:
        return torch.load(path)
    except OSError:
        if strict:
            raise
        return None


class Tensors(Dataset):
    def __len__(self):
        return 8

    def __getitem__(self, index):
        return read(f"{index}.pt", True)


print(read("first.pt", False))
loader = DataLoader(Tensors(), batch_size=4)
for batch in loader:
    print(batch)
