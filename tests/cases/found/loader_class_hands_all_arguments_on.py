# expect: LL201, a class of loaders that hands on what it is given, by position as well
from torch.utils.data import DataLoader


class Loader(DataLoader):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.passes = 0


for batch in Loader([1, 2, 3], 2, True, persistent_workers=True):
    print(batch)
