# expect: LL312 as error
# As in `function_that_nothing_calls`, but the program calls it.
from PIL import Image
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths, transform=None):
        self.paths = paths
        self.transform = transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index])
        return image if self.transform is None else self.transform(image)


def show(paths):
    for images in DataLoader(Images(paths), batch_size=8):
        print(images)


def prepare(paths):
    for path in paths:
        print(path)


if __name__ == "__main__":
    prepare(["a.jpg", "b.jpg"])
    show(["a.jpg"])
