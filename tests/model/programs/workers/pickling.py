"""What cannot be sent to a worker that is spawned."""

from functools import partial

from torch.utils.data import DataLoader, Dataset
from torchvision import transforms


class Images(Dataset):
    def __init__(self, transform):
        self.transform = transform

    def __getitem__(self, index):
        return index


class Saved(Images):
    def __getstate__(self):
        return {}


def halve(image):
    return image / 2


def build():
    def local(samples):  #? cannot be pickled: a function that is defined inside another function
        return samples

    class Local(Dataset):  #? cannot be pickled: an object of a class that is defined inside another function
        def __getitem__(self, index):
            return index

    DataLoader(Images(halve), collate_fn=local)
    DataLoader(Local())


DataLoader(Images(lambda image: image / 2))  #? cannot be pickled: a lambda
DataLoader(Images(transforms.Compose([transforms.Lambda(lambda image: image)])))  #? cannot be pickled: a lambda
DataLoader(Saved(lambda image: image))
DataLoader(Images(partial(halve, 2)), collate_fn=halve)

if __name__ == "__main__":

    def guarded(worker_id):  #? cannot be pickled: a function that is defined under `if __name__ == "__main__"`
        print(worker_id)

    DataLoader(Images(halve), worker_init_fn=guarded)
