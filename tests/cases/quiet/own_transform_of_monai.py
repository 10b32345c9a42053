# forbid: LL101
# MONAI's loader reseeds the stream, its `worker_init_fn` does, and so does one that calls `set_random_state`.
import numpy as np
import torch
from monai.data import DataLoader, Dataset
from monai.data.utils import worker_init_fn
from monai.transforms import Randomizable
from torch.utils import data


class Noise(Randomizable):
    def __call__(self, image):
        return image + self.R.normal(size=image.shape)


def seed_transform(worker_id):
    info = torch.utils.data.get_worker_info()
    info.dataset.transform.set_random_state(info.seed % 2**32)


def main():
    images = Dataset(list(np.zeros((12, 4, 4))), transform=Noise())
    for batch in DataLoader(images, num_workers=3):
        print(batch.mean())
    for init in (worker_init_fn, seed_transform):
        for batch in data.DataLoader(images, num_workers=3, worker_init_fn=init):
            print(batch.mean())
    for batch in data.DataLoader(images, num_workers=3, worker_init_fn=seed_transform):
        print(batch.mean())


if __name__ == "__main__":
    main()
