from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __getitem__(self, index):
        return index


def build(num_workers, train=True):
    return DataLoader(Images(), num_workers=num_workers, shuffle=train)  #? num_workers=? shuffle=True? | ? dataset=Images()


def build_all(num_workers):
    train = DataLoader(Images(), num_workers=num_workers, shuffle=True)  #? num_workers=?
    return {"train": train, "val": DataLoader(Images(), num_workers=0)}  #? num_workers=0


class Loader(DataLoader):
    def __init__(self, dataset, batch_size=16):
        super().__init__(dataset, batch_size=batch_size, num_workers=6)
