# forbid: LL101, LL102, LL103, LL104, LL107, LL301, LL302, LL303, LL304, LL403, LL404, LL405, LL501, LL502, LL503, LL504
# A production loader with everything right.
import random

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, paths):
        self.paths = np.array(paths)

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        image = torch.from_numpy(np.load(self.paths[index]))
        return image.flip(-1) if torch.rand(()) < 0.5 else image


def seed_worker(worker_id):
    seed = torch.initial_seed() % 2**32
    np.random.seed(seed)
    random.seed(seed)


def main(paths, model, optimizer):
    torch.manual_seed(0)
    loader = DataLoader(
        Images(paths),
        batch_size=32,
        shuffle=True,
        num_workers=4,
        pin_memory=True,
        drop_last=True,
        persistent_workers=True,
        worker_init_fn=seed_worker,
        generator=torch.Generator().manual_seed(0),
    )
    for epoch in range(10):
        for images in loader:
            images = images.cuda(non_blocking=True)
            optimizer.zero_grad()
            model(images).sum().backward()
            optimizer.step()


if __name__ == "__main__":
    model = torch.nn.Linear(32, 1).cuda()
    main(["a.npy", "b.npy"], model, torch.optim.SGD(model.parameters(), lr=0.1))
