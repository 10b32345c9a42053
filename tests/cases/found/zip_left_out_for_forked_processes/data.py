# expect: LL301 as advice
# The archive is left out of what processes are sent, but forked workers are sent nothing.
import zipfile

from torch.utils.data import Dataset


class Images(Dataset):
    def __init__(self, path):
        self.archive = zipfile.ZipFile(path)
        self.names = self.archive.namelist()

    def __getstate__(self):
        return {**self.__dict__, "archive": None}

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        return self.archive.read(self.names[index])
