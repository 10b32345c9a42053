# forbid: LL101
# A module that is imported wants an older release.
import albumentations as A
import numpy as np
import torch
from steps import span
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, images):
        self.images = images
        self.transform = A.Compose([A.Rotate(span(9)), A.HorizontalFlip()])

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return torch.from_numpy(self.transform(image=np.array(self.images[index]))["image"].copy())


def train(net, images):
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
    loader = DataLoader(Images(images), batch_size=4, shuffle=True, num_workers=4)
    for _ in range(10):
        for batch in loader:
            optimizer.zero_grad()
            net(batch).mean().backward()
            optimizer.step()
