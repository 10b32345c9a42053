# expect: LL101
# What is asked is only whether there is a transform: that leaves its streams as they are.
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
        if self.transform is not None:
            volume = self.transform(volume)
        return volume


def load(volumes):
    transform = Compose([RandFlip(prob=0.5), RandRotate(range_x=1.0, prob=0.5)])
    for epoch in range(3):
        for batch in DataLoader(Volumes(volumes, transform), batch_size=4, num_workers=2):
            print(batch)
