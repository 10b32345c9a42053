"""Samples that are None."""

from torch.utils.data import Dataset


class Images(Dataset):
    def __getitem__(self, index):
        if index >= len(self):
            return None
        if index == 3:
            return None  #? may return None
        try:
            return self.load(index)
        except OSError:
            return None  #? returns None

    def load(self, index):
        if index % 2:
            return index, None  #? may return None
        return index, index

    def other(self):
        return None


class Logged(Dataset):
    def __getitem__(self, index):
        try:
            return open(index)
        except OSError:
            print("cannot be read")  #? returns None


class Raises(Dataset):
    def __getitem__(self, index):
        try:
            return open(index)
        except OSError:
            raise RuntimeError(index)


class Indirect(Dataset):
    def __getitem__(self, index):
        return first(index)


def first(index):
    return {"image": index, "label": None}  #? returns None
