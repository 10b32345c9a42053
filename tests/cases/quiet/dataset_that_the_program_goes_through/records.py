# forbid: LL301
# The program goes through the records itself: no worker does.
from torch.utils.data import Dataset


class Records(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")

    def __len__(self):
        return 100

    def __getitem__(self, index):
        self.file.seek(index)
        return self.file.read(1)
