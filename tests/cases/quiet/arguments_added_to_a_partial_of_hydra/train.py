# forbid: LL101 as error, LL201, LL401
"""Settings give a loader class with some arguments, and the call that builds it puts others in their place."""

import hydra
import numpy as np
from torch.utils.data import Dataset


class Noise(Dataset):
    def __init__(self):
        self.generator = np.random.default_rng(0)

    def __len__(self):
        return 100

    def __getitem__(self, index):
        return index + self.generator.random()


@hydra.main(config_path=".", config_name="train")
def main(settings):
    loader = hydra.utils.instantiate(settings.loader, num_workers=0)(Noise())
    for batch in loader:
        print(batch)


if __name__ == "__main__":
    main()
