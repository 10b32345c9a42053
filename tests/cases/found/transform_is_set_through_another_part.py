# expect: LL312
# The dataset is made without a transform; one that makes tensors is set on a part of another one.
from PIL import Image
from torch.utils.data import DataLoader, Dataset, Subset
from torchvision import transforms


class Images(Dataset):
    def __init__(self, paths, transform=None):
        self.paths = paths
        self.transform = transform

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = Image.open(self.paths[index])
        if self.transform:
            image = self.transform(image)
        return image


def to_tensors():
    return transforms.Compose([transforms.Resize((8, 8)), transforms.ToTensor()])


def main(paths, numbers):
    dataset = Images(paths)
    part = Subset(dataset, numbers)
    other = Subset(Images(paths), numbers)
    other.dataset.transform = to_tensors()
    for images in DataLoader(part, batch_size=4):
        print(images)
