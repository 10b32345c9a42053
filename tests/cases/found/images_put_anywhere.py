# expect: LL101
# imgaug resizes and pads, somewhere else each time.
import imgaug.augmenters as iaa
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images
        self.change = iaa.Sequential([iaa.Resize(500), iaa.PadToFixedSize(512, 512)])

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.change(image=self.images[index])


def main(images):
    for batch in DataLoader(Images(images), batch_size=8, num_workers=4):
        print(batch)
