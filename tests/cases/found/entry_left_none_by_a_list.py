# expect: LL311
# What nothing enables stays None in every sample.
import torch
from torch.utils.data import DataLoader, Dataset

enabled = ["image"]


class Rows(Dataset):
    def __init__(self, kinds):
        self.kinds = kinds

    def __len__(self):
        return 60

    def __getitem__(self, index):
        row = {"image": None, "sound": None}
        if "image" in self.kinds:
            row["image"] = torch.rand(4)
        if "sound" in self.kinds:
            row["sound"] = torch.rand(8)
        return row, index


for batch in DataLoader(Rows(enabled), batch_size=8):
    print(batch)
