# expect: LL301 as error, a class method makes an object of the class that it is asked of
from torch.utils.data import DataLoader, Dataset


class Samples(Dataset):
    def __init__(self, path):
        self.path = path

    @classmethod
    def of_run(cls, number):
        return cls(f"run{number}.bin")

    def __len__(self):
        return 100

    def __getitem__(self, index):
        with open(self.path, "rb") as file:
            file.seek(8 * index)
            return file.read(8)


class Kept(Samples):
    def __init__(self, path):
        super().__init__(path)
        self.file = open(path, "rb")

    def __getitem__(self, index):
        self.file.seek(8 * index)
        return self.file.read(8)


for batch in DataLoader(Kept.of_run(1), num_workers=4):
    print(batch)
