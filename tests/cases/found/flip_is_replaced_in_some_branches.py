# expect: LL313
# One branch leaves what is flipped as it is.
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Scaler:
    def scaled(self, image):
        return (image - image.mean()) / image.std()


class Maps(Dataset):
    def __init__(self, maps, exact):
        self.maps = maps
        self.exact = exact
        self.scaler = Scaler()

    def __len__(self):
        return len(self.maps)

    def __getitem__(self, index):
        image = np.flipud(self.maps[index])
        if self.exact:
            image = self.scaler.scaled(image)
        elif index % 2:
            image = image.astype(np.float32)
        return image


def load(maps, exact):
    for batch in DataLoader(Maps(maps, exact), batch_size=4):
        print(batch)
