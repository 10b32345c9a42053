# expect: LL301 as warning
# It runs on Windows, too.
import h5py
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, path):
        self.file = h5py.File(path, "r")
        self.images = self.file["images"]

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return self.images[index]


for batch in DataLoader(Images("images.h5"), num_workers=2):
    print(batch.shape)
