# expect: LL104 as warning
# Nothing seeds OpenCV's stream in the workers.
import cv2
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Noisy(Dataset):
    def __len__(self):
        return 100

    def __getitem__(self, index):
        return cv2.randn(np.zeros(8), 0, 1)


def seed_worker(worker_id):
    np.random.seed(worker_id)


loader = DataLoader(Noisy(), shuffle=True, num_workers=4, worker_init_fn=seed_worker)
