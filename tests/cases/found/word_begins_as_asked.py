# expect: LL311 as error
# The parts of the training data begin alike.
import torch
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, part):
        self.part = part

    def __len__(self):
        return 8

    def __getitem__(self, index):
        if self.part.startswith("train"):
            return torch.zeros(3), index
        return torch.zeros(3), None


loader = DataLoader(Images("test"), batch_size=4)
for batch in loader:
    print(batch)
