from torch.utils.data import Dataset


class Kept(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")

    def __len__(self):
        return 100

    def __getitem__(self, index):
        self.file.seek(8 * index)
        return self.file.read(8)


class Opened(Dataset):
    def __init__(self, path):
        self.path = path

    def __len__(self):
        return 100

    def __getitem__(self, index):
        with open(self.path, "rb") as file:
            file.seek(8 * index)
            return file.read(8)
