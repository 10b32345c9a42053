# expect: LL101 as advice
# The option is off unless the user says otherwise.
import argparse

import cv2
import numpy as np
from torch.utils.data import DataLoader, Dataset


class Images(Dataset):
    def __init__(self, noise):
        self.noise = noise

    def __len__(self):
        return 64

    def __getitem__(self, index):
        image = np.zeros((8, 8, 3), np.uint8)
        if self.noise:
            cv2.randn(image, 0, 9)
        return image


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--noise", type=int, default=0)
    args = parser.parse_args()
    for images in DataLoader(Images(args.noise), batch_size=4, num_workers=2):
        print(images.sum())


if __name__ == "__main__":
    main()
