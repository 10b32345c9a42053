# expect: LL102
# nothing loads the class, and its name says that it is for both
import numpy as np
from torch.utils.data import Dataset


class TrainValViews(Dataset):
    def __init__(self, views):
        self.views = views

    def __len__(self):
        return 1000

    def __getitem__(self, index):
        return self.views[index][np.random.randint(360)]
