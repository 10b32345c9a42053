# expect: LL101 as error
# A transform of the project draws from the stream that MONAI's base class gives it; its worker_init_fn seeds NumPy.
import numpy as np
import torch
from monai.data import Dataset
from monai.transforms import RandomizableTransform
from torch.utils.data import DataLoader


class Noise(RandomizableTransform):
    def __call__(self, image):
        self.randomize(None)
        return image + self.R.normal(size=image.shape)


def seed_numpy(worker_id):
    np.random.seed(torch.initial_seed() % 2**32)


def main():
    images = Dataset(list(np.zeros((12, 4, 4))), transform=Noise())
    for batch in DataLoader(images, num_workers=3, worker_init_fn=seed_numpy):
        print(batch.mean())


if __name__ == "__main__":
    main()
