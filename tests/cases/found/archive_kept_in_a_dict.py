# expect: LL301 as error
# A dict keeps what is opened, by its path: what the main process has opened is what forked workers find again.
import zipfile

from torch.utils.data import DataLoader, Dataset

opened = {}


def archive_at(path):
    if path not in opened:
        opened[path] = zipfile.ZipFile(path)
    return opened[path]


class Pages(Dataset):
    def __init__(self, path):
        self.path = path
        self.names = archive_at(path).namelist()

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        return archive_at(self.path).read(self.names[index])


if __name__ == "__main__":
    for sample in DataLoader(Pages("a.zip"), batch_size=2, num_workers=4):
        print(sample)
