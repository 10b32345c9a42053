# expect: LL103
# The textbook example: random augmentation, workers, nothing that seeds them.
import torch
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self, images):
        self.images = images

    def __len__(self):
        return len(self.images)

    def __getitem__(self, index):
        return self.images[index] + 0.1 * torch.rand(3, 32, 32)


loader = DataLoader(Noisy(torch.zeros(100, 3, 32, 32)), batch_size=8, shuffle=True, num_workers=4)
