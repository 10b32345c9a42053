# forbid: LL102
# the library that the class is registered with builds its loaders, and may seed their workers
import numpy as np
from basicsr.utils.registry import DATASET_REGISTRY
from torch.utils.data import Dataset


@DATASET_REGISTRY.register()
class Faces(Dataset):
    def __init__(self, options):
        self.size = options["size"]

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return np.full(self.size, index) * np.random.uniform(0.5, 1.5)
