# forbid: LL104
# Before 1.4.21 the library draws from Python's `random`.
import random

import albumentations as A
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self):
        self.transform = A.HorizontalFlip(p=0.5)

    def __len__(self):
        return 64

    def __getitem__(self, index):
        return self.transform(image=np.zeros((8, 8, 3), np.uint8))["image"]


def seed_worker(worker_id):
    random.seed(torch.initial_seed())


def main():
    model = torch.nn.Linear(3, 1)
    optimizer = torch.optim.SGD(model.parameters())
    loader = DataLoader(Images(), batch_size=4, shuffle=True, num_workers=2, worker_init_fn=seed_worker)
    for epoch in range(10):
        for images in loader:
            optimizer.zero_grad()
            model(images.float()).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    main()
