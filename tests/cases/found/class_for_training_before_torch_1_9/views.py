# expect: LL102
# nothing loads the class, and nothing says that it is for evaluation
import numpy as np
from torch.utils.data import Dataset


class Views(Dataset):
    def __init__(self, views):
        self.views = views

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return self.views[index][np.random.randint(360)]
