# expect: LL301 as error
# The dataset keeps what it opens by its path, and the first is opened to see how many pages there are.
import zipfile

from torch.utils.data import DataLoader, Dataset


class Pages(Dataset):
    def __init__(self, path):
        self.path = path
        self.kept = {}
        self.names = self.archive(path).namelist()

    def archive(self, path):
        if (archive := self.kept.get(path)) is None:
            archive = self.kept[path] = zipfile.ZipFile(path)
        return archive

    def __len__(self):
        return len(self.names)

    def __getitem__(self, index):
        return self.archive(self.path).read(self.names[index])


if __name__ == "__main__":
    for sample in DataLoader(Pages("a.zip"), batch_size=2, num_workers=4):
        print(sample)
