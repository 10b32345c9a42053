# forbid: LL101
# imgaug only resizes and pads, always alike: nothing is drawn.
import imgaug.augmenters as iaa
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images
        self.change = iaa.Sequential([iaa.Resize(500), iaa.PadToFixedSize(512, 512, position="center")])

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.change(image=self.images[index])


def main(images):
    for batch in DataLoader(Images(images), batch_size=8, num_workers=4):
        print(batch)
