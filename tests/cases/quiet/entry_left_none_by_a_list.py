# forbid: LL311
# All that a sample is made without is put in, or may be.
import torch
from torch.utils.data import DataLoader, Dataset

enabled = ["image"]
enabled.append("sound")


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
