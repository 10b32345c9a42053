# forbid: LL101
# The question makes another `Compose`, which gives all transforms in it new streams, seeded by the system.
from monai.transforms import Compose, RandFlip, RandRotate
from torch.utils.data import DataLoader, Dataset


class Volumes(Dataset):
    def __init__(self, volumes, transform=None):
        self.volumes = volumes
        self.transform = transform

    def __len__(self):
        return len(self.volumes)

    def __getitem__(self, index):
        volume = self.volumes[index]
        if self.transform:
            volume = self.transform(volume)
        return volume


def load(volumes):
    transform = Compose([RandFlip(prob=0.5), RandRotate(range_x=1.0, prob=0.5)])
    for epoch in range(3):
        for batch in DataLoader(Volumes(volumes, transform), batch_size=4, num_workers=2):
            print(batch)
