# forbid: LL301
# Checked by itself: the only program that loads it has no workers.
from torch.utils.data import Dataset


class Records(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")

    def __getitem__(self, index):
        self.file.seek(64 * index)
        return self.file.read(64)
