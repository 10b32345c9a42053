# expect: LL101
# The function that makes the transform is called once, in the main process: every worker gets a copy.
import imgaug.augmenters as iaa
import numpy as np
from torch.utils.data import DataLoader, Dataset


def augmentation(blur):
    return iaa.GaussianBlur(sigma=(0, 3)) if blur else iaa.Sequential([iaa.Fliplr(0.5)])


class Images(Dataset):
    def __init__(self, images, blur):
        self.images = images
        self.transform = augmentation(blur)

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.transform(image=self.images[index])


if __name__ == "__main__":
    for batch in DataLoader(Images(np.zeros((64, 8, 8, 3), np.uint8), blur=True), batch_size=4, num_workers=4):
        print(batch)
