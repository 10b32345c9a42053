# expect: LL301
# One loader reads it without workers; what another one reads, with workers, is not seen.
from torch.utils.data import Dataset


class Records(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")

    def __getitem__(self, index):
        self.file.seek(64 * index)
        return self.file.read(64)
