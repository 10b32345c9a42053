# forbid: LL101
# Item code makes the transform, which takes a new seed from the system: in each worker another.
import albumentations as A
import numpy as np
from torch.utils.data import DataLoader, Dataset


def augmented(image, blur):
    transform = A.GaussianBlur(blur_limit=(3, 5), p=1) if blur else A.Compose([A.HorizontalFlip(p=0.5)])
    return transform(image=image)["image"]


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
