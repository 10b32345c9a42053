# forbid: LL101
# MONAI's loader reseeds the transforms; others draw nothing; without workers there is one stream.
from monai.data import DataLoader, Dataset
from monai.transforms import Compose, LoadImage, RandFlip, ScaleIntensity
from torch.utils import data

FILES = ["a.nii", "b.nii", "c.nii"]
random = Dataset(FILES, transform=Compose([LoadImage(), RandFlip(prob=0.5)]))
plain = Dataset(FILES, transform=Compose([LoadImage(), ScaleIntensity()]))

if __name__ == "__main__":
    for batches in (DataLoader(random, num_workers=3), data.DataLoader(plain, num_workers=3), data.DataLoader(random)):
        for batch in batches:
            print(batch.shape)
