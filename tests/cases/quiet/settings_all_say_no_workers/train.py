# expect: LL101 as advice
# forbid: LL101 as error, LL101 as warning
# Which file is loaded is not known: whichever it is, it says that there are no workers.
import sys

import numpy as np
import yaml
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __init__(self):
        self.rng = np.random.default_rng(0)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + self.rng.normal()


settings = yaml.safe_load(open(f"configs/{sys.argv[1]}.yaml"))
for epoch in range(10):
    for batch in DataLoader(Noisy(), num_workers=int(settings["data"]["workers"])):
        print(batch)
