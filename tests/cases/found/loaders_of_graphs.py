# expect: LL101, LL201
# PyTorch Geometric's loaders take torch's options, and have its faults.
import numpy as np
from torch_geometric.data import Dataset
from torch_geometric.loader import DataLoader, NeighborLoader


class Noisy(Dataset):
    def __init__(self):
        super().__init__()
        self.rng = np.random.default_rng()

    def __getitem__(self, index):
        return index + self.rng.normal()


noisy = DataLoader(Noisy(), batch_size=8, num_workers=4, shuffle=True)
parts = NeighborLoader(object(), num_neighbors=[5], batch_size=8, persistent_workers=True)
