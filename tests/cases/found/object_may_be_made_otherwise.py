# expect: LL301, LL304
# As in `object_cannot_be_made`, but what makes objects of the class may take more.
from torch.utils.data import DataLoader, Dataset


class Records(Dataset):
    def __init__(self, path):
        self.file = open(path, "rb")

    def __len__(self):
        return 100

    def __getitem__(self, index):
        self.file.seek(index)
        return self.file.read(1)


class Registered(type):
    def __call__(cls, *given):
        return super().__call__(given[0])


class Trainer(metaclass=Registered):
    def __init__(self, settings):
        self.settings = settings


trainer = Trainer({"epochs": 1}, ["a.bin"])
for record in DataLoader(Records("a.bin"), num_workers=4):
    print(record)
