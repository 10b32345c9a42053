# forbid: LL301, LL304
# `Trainer` takes the settings alone: the program ends where it is given rows as well.
from torch.utils.data import DataLoader, Dataset


class Records(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")

    def __len__(self):
        return 100

    def __getitem__(self, index):
        self.file.seek(index)
        return self.file.read(1)


class Trainer:
    def __init__(self, settings):
        self.settings = settings


trainer = Trainer({"epochs": 1}, ["a.bin"])
for record in DataLoader(Records("a.bin"), num_workers=4):
    print(record)
