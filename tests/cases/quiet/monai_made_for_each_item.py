# forbid: LL101
# MONAI's `Compose` gives what is in it a new stream, which the system seeds: here for every item.
import torch
from monai.transforms import Compose, RandFlipd, ScaleIntensityd
from torch.utils.data import DataLoader, Dataset


class Volumes(Dataset):
    def __init__(self, volumes):
        self.volumes = volumes

    def __len__(self):
        return len(self.volumes)

    def augmented(self, item):
        transform = Compose([ScaleIntensityd(keys=["image"]), RandFlipd(keys=["image"], prob=0.5, spatial_axis=2)])
        return transform(item)

    def __getitem__(self, index):
        return self.augmented({"image": self.volumes[index]})["image"]


def train(net, volumes):
    loader = DataLoader(Volumes(volumes), batch_size=2, shuffle=True, num_workers=4)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    for _ in range(10):
        for batch in loader:
            optimizer.zero_grad()
            net(batch).mean().backward()
            optimizer.step()
