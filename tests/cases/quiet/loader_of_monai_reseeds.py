# forbid: LL101
# MONAI's loader reseeds what has a `set_random_state`.
from monai.data import DataLoader
from monai.transforms import Compose, RandFlip
from torch.utils.data import Dataset


class Flipped(Dataset):
    def __init__(self, images):
        self.images = images
        self.flip = Compose([RandFlip(prob=0.5)])

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.flip(self.images[index])


loader = DataLoader(Flipped(range(100)), num_workers=4)
