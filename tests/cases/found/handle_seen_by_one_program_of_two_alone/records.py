# expect: LL301
# Checked by itself: one program loads it without workers, another with four.
from torch.utils.data import Dataset


class Records(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")

    def __getitem__(self, index):
        self.file.seek(64 * index)
        return self.file.read(64)
