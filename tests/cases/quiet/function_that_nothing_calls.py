# forbid: LL312 as error, LL312 as warning
# expect: LL312 as advice
# Nothing calls `show`, where the images would be put in batches.
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
