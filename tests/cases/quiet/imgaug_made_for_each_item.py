# forbid: LL101
# Item code makes the transform, and with it the stream of the library: in each worker another.
import imgaug.augmenters as iaa
import numpy as np
from torch.utils.data import DataLoader, Dataset


def augmented(image, blur):
    transform = iaa.GaussianBlur(sigma=(0, 3)) if blur else iaa.Sequential([iaa.Fliplr(0.5)])
    return transform(image=image)


class Images(Dataset):
    def __init__(self, images, blur):
        self.images = images
        self.blur = blur

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return augmented(self.images[index], self.blur)


if __name__ == "__main__":
    for batch in DataLoader(Images(np.zeros((64, 8, 8, 3), np.uint8), blur=True), batch_size=4, num_workers=4):
        print(batch)
