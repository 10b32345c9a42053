# expect: LL301 as error
# forbid: LL307
# `lru_cache` gives forked workers what the main process has opened for the same path. Handles are no cache of samples.
import zipfile
from functools import lru_cache

from torch.utils.data import DataLoader, Dataset


@lru_cache(maxsize=None)
def archive_of(path):
    return zipfile.ZipFile(path)


class Pages(Dataset):
    def __init__(self, path):
        self.path = path
        self.names = archive_of(path).namelist()

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        return archive_of(self.path).read(self.names[index])


if __name__ == "__main__":
    for sample in DataLoader(Pages("a.zip"), batch_size=2, num_workers=4):
        print(sample)
