# forbid: LL301
# Opened where it is read; and one that is asked for the size of its picture alone.
import rasterio
import torch
from torch.utils.data import DataLoader, Dataset


class Tiles(Dataset):
    def __init__(self, path):
        self.path = path
        self.whole = rasterio.open(path)

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        if index > self.whole.width * self.whole.height:
            return torch.zeros(1)
        with rasterio.open(self.path) as source:
            return torch.from_numpy(source.read(1))


if __name__ == "__main__":
    for batch in DataLoader(Tiles("map.tif"), batch_size=8, num_workers=4):
        print(batch)
