# forbid: LL301
# What the dataset has opened to see how many pages there are is let go before the workers start.
import zipfile

from torch.utils.data import DataLoader, Dataset


class Pages(Dataset):
    def __init__(self, path):
        self.path = path
        self.kept = {}
        self.names = self.archive(path).namelist()
        self.kept = {}

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
