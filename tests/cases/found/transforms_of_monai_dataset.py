# expect: LL101 as error
# MONAI's dataset calls its transforms in the workers, and torch's loader does not reseed them.
from monai.data import Dataset
from monai.transforms import Compose, EnsureChannelFirst, LoadImage, RandFlip
from torch.utils.data import DataLoader

steps = Compose([LoadImage(), EnsureChannelFirst(), RandFlip(prob=0.5)])

if __name__ == "__main__":
    for batch in DataLoader(Dataset(["a.nii", "b.nii", "c.nii"], transform=steps), num_workers=3):
        print(batch.shape)
