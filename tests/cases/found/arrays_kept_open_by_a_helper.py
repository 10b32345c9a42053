# expect: LL301 as error
# The archive is opened by a helper, and read by the names that it holds.
import os

import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


def open_arrays(root, split):
    return np.load(os.path.join(root, f"{split}.npz"), allow_pickle=False)


class Volumes(Dataset):
    def __init__(self, root, split):
        self.volumes = open_arrays(root, split)
        self.keys = self.volumes.files

    def __len__(self):
        return len(self.keys)

    def __getitem__(self, index):
        volume = self.volumes[self.keys[index]]
        return torch.from_numpy(volume)


if __name__ == "__main__":
    for volume in DataLoader(Volumes("data", "train"), batch_size=2, num_workers=4):
        print(volume.shape)
