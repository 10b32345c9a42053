# expect: LL302
# The GPU is what the caller asks for: the `except` that takes the CPU instead is for a name that is none.
import torch
from torch.utils.data import DataLoader, Dataset


class Picture:
    def __init__(self, pixels, device="cpu"):
        try:
            self.device = torch.device(device)
        except RuntimeError:
            self.device = torch.device("cpu")
        self.pixels = pixels.to(self.device)


class Pictures(Dataset):
    def __init__(self, pixels, settings):
        self.pixels = pixels
        self.settings = settings

    def __getitem__(self, index):
        return Picture(self.pixels[index], device=self.settings.device).pixels

    def __len__(self):
        return len(self.pixels)


class Settings:
    def __init__(self):
        self.device = "cuda"


for pixels in DataLoader(Pictures(torch.rand(1000, 1), Settings()), batch_size=8, num_workers=4):
    print(pixels)
